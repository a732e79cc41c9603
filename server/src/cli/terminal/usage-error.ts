/** Wrong words on the command line, or files that cannot be read: exit code 2 and one line that says what to do. */
export class UsageError extends Error {}
