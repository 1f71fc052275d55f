import type { Express, Response } from 'express'
import type { AppStore } from '../apps/app-store.ts'
import { answerOtherMethod } from '../http/answer-not-found.ts'

const DOCUMENT_PATHS = ['/openapi.json', '/openapi/chain.json', '/openapi/control.json'] as const
const PAGE_PATHS = ['/docs', '/docs/init.js', '/docs/scalar.js'] as const

/** Leads a person who opens the root in a browser to the reference page; programs get Horizon's root. */
export function leadBrowsersToDocs(app: Express) {
  app.get('/', (req, res, next) => {
    if (req.accepts(['application/hal+json', 'application/json', 'text/html']) !== 'text/html') {
      return next()
    }
    res.setHeader('location', '/docs')
    res.setHeader('vary', 'accept')
    res.status(302).end()
  })
}

/**
 * The OpenAPI documents and the reference page. Building them costs more than starting the mock does, so
 * that waits until somebody asks.
 */
export function mountDocs(app: Express, world: { apps: AppStore }) {
  const documents = once(buildDocuments)
  const page = once(() => buildPage(world.apps.first().apiKey))
  for (const path of DOCUMENT_PATHS) {
    app.get(path, async ({ headers: { host } }, res) => {
      // The address in use, which is the one that a page from here may call.
      const servers = [{ url: `http://${host}`, description: 'This mock' }]
      res.json({ ...(await documents())[path], servers })
    })
  }
  for (const path of PAGE_PATHS) {
    app.get(path, async (_req, res) => {
      const { contentSecurityPolicy, files } = await page()
      sendFile(res, files[path], contentSecurityPolicy)
    })
  }
  for (const path of [...DOCUMENT_PATHS, ...PAGE_PATHS]) {
    app.all(path, (req, res) => {
      res.setHeader('allow', 'GET, HEAD')
      answerOtherMethod(req, res, 'GET, HEAD')
    })
  }
}

async function buildDocuments() {
  const { chainDocument, controlDocument, platformDocument } = await import('@aloha-pi/openapi')
  return {
    '/openapi.json': platformDocument(),
    '/openapi/chain.json': chainDocument(),
    '/openapi/control.json': controlDocument(),
  }
}

async function buildPage(serverKey: string) {
  const { referencePage } = await import('@aloha-pi/openapi/reference-page')
  return referencePage({
    title: 'Pi Platform API, served by a mock',
    documentUrl: '/openapi.json',
    authentication: { serverKey },
  })
}

type PageFile = Awaited<ReturnType<typeof buildPage>>['files'][(typeof PAGE_PATHS)[number]]

function sendFile(res: Response, { contentType, contentEncoding, body }: PageFile, policy: string) {
  res.setHeader('content-type', contentType)
  res.setHeader('content-security-policy', policy)
  res.setHeader('referrer-policy', 'no-referrer')
  res.setHeader('cross-origin-resource-policy', 'same-origin')
  res.setHeader('content-length', Buffer.byteLength(body))
  if (contentEncoding != null) res.setHeader('content-encoding', contentEncoding)
  res.end(body)
}

/** A promise that is made at the first call; a failed one is made again at the next. */
function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined
  return () =>
    (made ??= make().catch((error: unknown) => {
      made = undefined
      throw error
    }))
}
