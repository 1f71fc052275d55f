import { maskSecrets } from '@aloha-pi/contracts'
import { DrizzleQueryError } from 'drizzle-orm'
import { pino, stdTimeFunctions, type Level, type Logger } from 'pino'
import { UnavailableError } from './unavailable-error.ts'

/**
 * JSON lines. Each place that logs names its fields one by one; headers and bodies are never among them. What looks
 * like a secret is masked in the whole line, so that no field and no error text is forgotten.
 */
export function createLogger(
  level: Level | 'silent',
  destination: { write(line: string): unknown },
): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line) => void destination.write(maskSecrets(line)) },
  )
}

/** Reports a fault of the program to the operator. */
export type ReportFault = (requestId: string | undefined, error: unknown) => void

export function createReportFault(log: Logger): ReportFault {
  return (requestId, error) =>
    log.error({ request_id: requestId, fault: describeFault(error) }, 'fault')
}

/** What a fault says about itself. The message of a query error holds SQL and values: its cause is used instead. */
export function describeFault(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error }
  const code = 'code' in error ? String(error.code) : undefined
  if (error instanceof DrizzleQueryError) return { type: error.name, cause: causeOf(error) }
  if (error instanceof UnavailableError) {
    return { type: error.name, message: error.message, cause: causeOf(error) }
  }
  return { type: error.name, code, message: error.message, stack: error.stack }
}

function causeOf({ cause }: Error): Record<string, unknown> | undefined {
  return cause == null ? undefined : describeFault(cause)
}
