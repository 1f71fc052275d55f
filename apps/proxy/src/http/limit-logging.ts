import { createEventLimit } from '@aloha-pi/express-server'

/** For log lines that anyone can cause without a key: ten a minute, each with the number of those left out. */
export function limitLogging(clock: () => number) {
  return createEventLimit({ max: 10, everyMs: 60_000, clock })
}
