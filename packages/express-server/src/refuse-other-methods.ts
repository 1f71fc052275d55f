import { operationsOf } from '@aloha-pi/contracts'
import type { AppRouter } from '@ts-rest/core'
import type { Express, NextFunction, Request, Response } from 'express'

/**
 * After the endpoints: handles every other method on a path of the contract, OPTIONS too, through `refuse`,
 * with the value of `Allow`: the methods of all routes that match the path. Case counts.
 */
export function refuseOtherMethods(
  app: Express,
  contract: AppRouter,
  refuse: (req: Request, res: Response, allow: string) => void,
) {
  const routes = operationsOf(contract).map(({ route }) => ({
    pattern: segmentsOf(route.path),
    methods: route.method === 'GET' ? ['GET', 'HEAD'] : [route.method],
  }))
  // One walk instead of a route for each path: that would double the time that an app takes to start.
  app.use((req: Request, res: Response, next: NextFunction) => {
    const segments = segmentsOf(req.path)
    const found = routes.filter(({ pattern }) => matches(pattern, segments))
    if (found.length === 0) return next()
    const allow = [...new Set(found.flatMap(({ methods }) => methods))].join(', ')
    res.setHeader('allow', allow)
    refuse(req, res, allow)
  })
}

/** A slash at the end says nothing, as in express. */
function segmentsOf(path: string): string[] {
  return path.replace(/\/$/, '').split('/')
}

function matches(pattern: readonly string[], segments: readonly string[]): boolean {
  if (segments.length > pattern.length) return false
  return pattern.every((part, place) => {
    const segment = segments[place]
    if (segment == null) return part.startsWith(':') && part.endsWith('?')
    return part.startsWith(':') ? segment !== '' : segment === part
  })
}
