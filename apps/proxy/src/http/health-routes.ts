import type { Express } from 'express'
import { onlyGet } from './only-get.ts'

/** Why no call can be served, if so; throws when the database does not respond. */
export type FindObstacle = () => Promise<string | undefined>

/** How long one look at the database counts for all callers. */
const FRESH_MS = 1000

/**
 * `/healthz`: the process serves. `/readyz`: what it needs itself is there too. Pi is not asked: a Pi that is down
 * must not take every instance out of service.
 */
export function mountHealth(
  app: Express,
  options: {
    findObstacle: FindObstacle
    clock: () => number
    onFault: (error: unknown) => void
  },
) {
  const obstacle = createReadiness(options)
  app.get('/healthz', (_req, res) => void res.json({ status: 'ok' }))
  onlyGet(app, '/healthz')
  app.get('/readyz', async (_req, res) => {
    const reason = await obstacle()
    if (reason == null) res.json({ status: 'ready' })
    else res.status(503).json({ status: 'unavailable', reason })
  })
  onlyGet(app, '/readyz')
}

function createReadiness({ findObstacle, clock, onFault }: Parameters<typeof mountHealth>[1]) {
  let last: { verdict: Promise<string | undefined>; until: number } | undefined
  return () => {
    if (last == null || clock() >= last.until) {
      const verdict = findObstacle().catch((error: unknown) => {
        onFault(error)
        return 'the database does not respond, or refuses writes'
      })
      last = { verdict, until: clock() + FRESH_MS }
    }
    return last.verdict
  }
}
