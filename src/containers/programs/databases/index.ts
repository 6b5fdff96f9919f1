// The clients that images of databases bring beside their server.
// Deliberately absent: tables, keys and documents: whoever asks for them is told that there are none here.
import type { Program } from '../../../shell/program.ts';
import { imageOf } from '../../image.ts';
import type { Setting } from '../../setting.ts';
import { mongoClients } from './mongo.ts';
import { mysqlClients } from './mysql.ts';
import { postgresClients } from './postgres.ts';
import { redisClients } from './redis.ts';

/** By how the server's command begins. */
const clients: readonly (readonly [server: string, clients: (setting: Setting) => readonly Program[]])[] = [
  ['postgres', postgresClients],
  ['redis', redisClients],
  ['mysqld', mysqlClients],
  ['mongod', mongoClients],
];

export function databaseClients(setting: Setting): readonly Program[] {
  const { command } = imageOf(setting.container);
  return clients.find(([server]) => command.startsWith(server))?.[1](setting) ?? [];
}
