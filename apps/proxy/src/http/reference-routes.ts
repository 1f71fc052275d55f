import { referenceHandlers } from '@aloha-pi/openapi/reference-page'
import type { Express } from 'express'
import { onlyGet } from './only-get.ts'

/** The OpenAPI document of this server and a page to read and try it. */
export function mountReference(app: Express, options: { developmentKey?: string | undefined }) {
  const { developmentKey } = options
  const handlers = referenceHandlers({
    title: 'aloha-pi API',
    documents: [{ title: 'aloha-pi API', slug: 'aloha', url: '/openapi.json', build }],
    server: () => ({ url: '/', description: 'This proxy' }),
    authentication: () => (developmentKey == null ? {} : { apiKey: developmentKey }),
  })
  for (const [path, handle] of handlers) {
    app.get(path, handle)
    onlyGet(app, path)
  }
}

async function build() {
  const { alohaDocument } = await import('@aloha-pi/openapi/aloha-document')
  return alohaDocument()
}
