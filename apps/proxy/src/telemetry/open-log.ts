import { pino, type Level, type Logger } from 'pino'
import { lackOf } from '../files/failure-reason.ts'
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
  // A log on a full disk must not end the proxy. What was not written is tried again with the next line.
  destination.on('error', () => undefined)
  const flush = () => {
    try {
      destination.flushSync()
    } catch (error) {
      if (lackOf(error) == null) throw error
    }
  }
  return { log: createLogger(level, destination), flush }
}
