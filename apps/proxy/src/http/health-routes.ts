import type { Express } from 'express'
import { onlyGet } from './only-get.ts'

/** How long one look at the database speaks for all callers. */
const FRESH_MS = 1000

/**
 * `/healthz`: the process serves. `/readyz`: its database answers too. Pi is not asked: a Pi that is down
 * must not take every instance out of service.
 */
export function mountHealth(
  app: Express,
  options: { ping: () => Promise<void>; clock: () => number; onFault: (error: unknown) => void },
) {
  const isReady = createReadiness(options)
  app.get('/healthz', (_req, res) => void res.json({ status: 'ok' }))
  onlyGet(app, '/healthz')
  app.get('/readyz', async (_req, res) => {
    if (await isReady()) res.json({ status: 'ready' })
    else res.status(503).json({ status: 'unavailable', reason: 'the database does not answer' })
  })
  onlyGet(app, '/readyz')
}

function createReadiness({ ping, clock, onFault }: Parameters<typeof mountHealth>[1]) {
  let last: { verdict: Promise<boolean>; until: number } | undefined
  return () => {
    if (last == null || clock() >= last.until) {
      const verdict = ping().then(
        () => true,
        (error: unknown) => {
          onFault(error)
          return false
        },
      )
      last = { verdict, until: clock() + FRESH_MS }
    }
    return last.verdict
  }
}
