import { DrizzleQueryError } from 'drizzle-orm'

/** Whether the database refused a single statement, and so took it back; a lost connection says nothing about it. */
export function isRefusedStatement(error: unknown): boolean {
  if (!(error instanceof DrizzleQueryError) || !(error.cause instanceof Error)) return false
  return 'severity' in error.cause && error.cause.severity === 'ERROR'
}
