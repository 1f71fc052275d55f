import { isAppRoute, type AppRoute, type AppRouter } from '@ts-rest/core'
import type { Express, NextFunction, Request, Response } from 'express'

/** All routes of a contract, in its order. */
export function contractRoutes(contract: AppRouter): AppRoute[] {
  return Object.values(contract).flatMap((each) =>
    isAppRoute(each) ? [each] : contractRoutes(each),
  )
}

/**
 * After the endpoints: answers every other method on a path of the contract through `refuse`, with the
 * value of `Allow`. OPTIONS passes on.
 */
export function refuseOtherMethods(
  app: Express,
  contract: AppRouter,
  refuse: (req: Request, res: Response, allow: string) => void,
) {
  const methods = new Map<string, Set<string>>()
  for (const route of contractRoutes(contract)) {
    const known = methods.get(route.path) ?? new Set()
    known.add(route.method)
    if (route.method === 'GET') known.add('HEAD')
    methods.set(route.path, known)
  }
  for (const [path, known] of methods) {
    const allow = [...known].join(', ')
    app.all(expressPath(path), (req: Request, res: Response, next: NextFunction) => {
      if (req.method === 'OPTIONS') return next()
      res.setHeader('allow', allow)
      refuse(req, res, allow)
    })
  }
}

/** As ts-rest turns `/:id?` into express 5's `{/:id}`. */
function expressPath(path: string): string {
  return path.replace(/\/(:[^/?]+)\?/g, '{/$1}')
}
