/**
 * Which modules come in one file. A screen is a file of its own, loaded when somebody goes there. What nearly all of them share would
 * be thirty files of a kilobyte or two, each asked for by itself before the first view is there: that comes in three.
 */
export const chunks = {
  groups: [
    { name: 'first', tags: ['$initial' as const], priority: 2 },
    { name: 'parts', test: /[\\/]web[\\/](parts|live|screens[\\/]common)[\\/]/, priority: 1 },
    { name: 'trees', test: /[\\/]web[\\/]screens[\\/](frame|inventory)[\\/].*(\.ts|Tree\.svelte)$/ },
  ],
};
