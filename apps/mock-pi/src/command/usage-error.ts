/** Wrong arguments of the command: it ends with exit code 2. The message is a sentence for the caller. */
export class UsageError extends Error {
  override name = 'UsageError'
}

/** Whether an error says that the arguments are wrong, also one of `parseArgs`. */
export function isUsageError(error: unknown): boolean {
  if (error instanceof UsageError) return true
  return (
    error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_')
  )
}
