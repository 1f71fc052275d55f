import type { Express } from 'express'
import { onlyGet } from './only-get.ts'

const DOCUMENT_PATH = '/openapi.json'
const PAGE_PATHS = ['/docs', '/docs/init.js', '/docs/scalar.js'] as const

/**
 * The OpenAPI document of this server and a page to read and try it. Building them costs more than the
 * rest of a start, so that waits until somebody asks.
 */
export function mountReference(app: Express, options: { developmentKey?: string | undefined }) {
  const document = once(buildDocument)
  const page = once(() => buildPage(options.developmentKey))
  app.get(DOCUMENT_PATH, async (_req, res) => {
    const body = await document()
    res.setHeader('content-type', 'application/json; charset=utf-8')
    res.end(body)
  })
  onlyGet(app, DOCUMENT_PATH)
  for (const path of PAGE_PATHS) {
    app.get(path, async (_req, res) => {
      const { contentSecurityPolicy, files } = await page()
      const { contentType, contentEncoding, body } = files[path]
      res.setHeader('content-type', contentType)
      res.setHeader('content-security-policy', contentSecurityPolicy)
      if (contentEncoding != null) res.setHeader('content-encoding', contentEncoding)
      res.end(body)
    })
    onlyGet(app, path)
  }
}

async function buildDocument(): Promise<string> {
  const { alohaDocument } = await import('@aloha-pi/openapi')
  return JSON.stringify(alohaDocument({ servers: [{ url: '/', description: 'This proxy' }] }))
}

async function buildPage(developmentKey: string | undefined) {
  const { referencePage } = await import('@aloha-pi/openapi/reference-page')
  return referencePage({
    title: 'aloha-pi API',
    documentUrl: DOCUMENT_PATH,
    ...(developmentKey != null && { authentication: { apiKey: developmentKey } }),
  })
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
