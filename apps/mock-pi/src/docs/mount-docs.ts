import { worldPrefix } from '@aloha-pi/contracts/control'
import { referenceHandlers, type ServedDocument } from '@aloha-pi/openapi/reference-page'
import type { Express, Request, Response } from 'express'
import type { AppStore } from '../apps/app-store.ts'

const openapi = () => import('@aloha-pi/openapi')
const documents: ServedDocument[] = [
  {
    title: 'Pi Platform API',
    slug: 'platform',
    url: '/openapi.json',
    build: async () => (await openapi()).platformDocument(),
  },
  {
    title: 'Pi blockchain (Horizon)',
    slug: 'chain',
    url: '/openapi/chain.json',
    build: async () => (await openapi()).chainDocument(),
  },
  {
    title: 'Mock control API',
    slug: 'control',
    url: '/openapi/control.json',
    build: async () => (await openapi()).controlDocument(),
  },
  {
    title: 'Mock wallet API',
    slug: 'wallet',
    url: '/openapi/wallet.json',
    build: async () => (await openapi()).walletDocument(),
  },
]

/** Leads a person who opens the root in a browser to the reference page; programs get Horizon's root. */
export function leadBrowsersToDocs(app: Express, prefix: string) {
  app.get('/', (req, res, next) => {
    if (req.accepts(['application/hal+json', 'application/json', 'text/html']) !== 'text/html') {
      return next()
    }
    res.setHeader('location', `${prefix}/docs`)
    res.setHeader('vary', 'accept')
    res.status(302).end()
  })
}

/** The OpenAPI documents, and the page that shows them all. `refuse` handles every other method of their paths. */
export function mountDocs(
  app: Express,
  world: { name: string; apps: AppStore },
  refuse: (req: Request, res: Response, allow: string) => void,
) {
  const prefix = worldPrefix(world.name)
  const handlers = referenceHandlers({
    title: 'Pi, served by a mock',
    documents,
    prefix,
    // The address in use, which is the one that a page from here may call.
    server: ({ headers: { host } }) => ({
      url: `http://${host}${prefix}`,
      description: 'This mock',
    }),
    authentication: () => ({ serverKey: world.apps.first().apiKey }),
  })
  for (const [path, handle] of handlers) {
    app.get(path, handle)
    app.all(path, (req, res) => {
      res.setHeader('allow', 'GET, HEAD')
      refuse(req, res, 'GET, HEAD')
    })
  }
}
