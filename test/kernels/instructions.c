// Runs the route kernels, as wasm2c made C of them, over a file: `instructions KERNEL FILE`, KERNEL one of exact, ortc. Under
// valgrind --tool=callgrind a dump is written behind each stage, named after it.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <valgrind/callgrind.h>
#include "routes.h"

enum { TABLE_A = 0, KEEPS_AND_NEEDS_HOPS = 6 };

static void check(const char *what, u32 code) {
  if ((s32)code >= 0) return;
  fprintf(stderr, "%s answers %d\n", what, (s32)code);
  exit(1);
}

static void readAll(Z_routes_instance_t *kernel, u32 at, FILE *file) {
  size_t bytes;
  do {
    const u32 input = Z_routesZ_routesInputAt(kernel, at);
    bytes = fread(kernel->w2c_memory.data + input, 1, Z_routesZ_routesInputRoom(kernel, at), file);
    check("routesRead", Z_routesZ_routesRead(kernel, at, TABLE_A, (u32)bytes, bytes == 0));
  } while (bytes > 0);
}

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  const int isOrtc = strcmp(argv[1], "ortc") == 0;
  FILE *file = fopen(argv[2], "rb");
  if (file == NULL) return 2;
  wasm_rt_init();
  Z_routes_init_module();
  Z_routes_instance_t kernel;
  Z_routes_instantiate(&kernel);
  const u32 at = Z_routesZ_arenaBase(&kernel);
  check("routesOpen", Z_routesZ_routesOpen(&kernel, at, isOrtc ? KEEPS_AND_NEEDS_HOPS : 0));

  CALLGRIND_ZERO_STATS;
  readAll(&kernel, at, file);
  CALLGRIND_DUMP_STATS_AT("read");
  const u32 count = isOrtc ? Z_routesZ_routesOrtc(&kernel, at, 0) : Z_routesZ_routesExact(&kernel, at, TABLE_A);
  CALLGRIND_DUMP_STATS_AT("work");
  check(argv[1], count);
  check("routesPrintFrom", Z_routesZ_routesPrintFrom(&kernel, at, TABLE_A));
  u32 bytes;
  while ((bytes = Z_routesZ_routesPrint(&kernel, at)) > 0) check("routesPrint", bytes);
  CALLGRIND_DUMP_STATS_AT("print");

  printf("%u\n", count);
  return 0;
}
