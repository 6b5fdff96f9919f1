/** A mistake on the command line, or in a table that somebody gave; its message is for them. In the command exit code 2. */
export class UsageError extends Error {}
