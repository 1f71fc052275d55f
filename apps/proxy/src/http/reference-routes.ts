import { alohaDocument } from '@aloha-pi/openapi'
import { referencePage } from '@aloha-pi/openapi/reference-page'
import type { Express } from 'express'

const DOCUMENT_PATH = '/openapi.json'

/** The OpenAPI document of this server and a page to read and try it. */
export function mountReference(app: Express, options: { developmentKey?: string | undefined }) {
  const document = JSON.stringify(
    alohaDocument({ servers: [{ url: '/', description: 'This proxy' }] }),
  )
  app.get(DOCUMENT_PATH, (_req, res) => {
    res.setHeader('content-type', 'application/json; charset=utf-8')
    res.end(document)
  })
  const { developmentKey } = options
  const page = referencePage({
    title: 'aloha-pi API',
    documentUrl: DOCUMENT_PATH,
    ...(developmentKey != null && { authentication: { apiKey: developmentKey } }),
  })
  for (const [path, file] of Object.entries(page.files)) {
    app.get(path, (_req, res) => {
      res.setHeader('content-type', file.contentType)
      res.setHeader('content-security-policy', page.contentSecurityPolicy)
      if (file.contentEncoding != null) res.setHeader('content-encoding', file.contentEncoding)
      res.end(file.body)
    })
  }
}
