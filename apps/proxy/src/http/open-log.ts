import { pino, type Level, type Logger } from 'pino'
import { createLogger } from './logger.ts'

const STDERR = 2

export type OpenLog = {
  log: Logger
  /** Writes out what is still in memory. */
  flush(): void
}

/** The log on standard error, or one line at a time into `write`. A slow reader does not hold up requests. */
export function openLog(
  level: Level | 'silent',
  write: ((line: string) => void) | undefined,
): OpenLog {
  if (write != null) {
    return { log: createLogger(level, { write }), flush() {} }
  }
  const destination = pino.destination({ dest: STDERR, sync: false })
  return { log: createLogger(level, destination), flush: () => destination.flushSync() }
}
