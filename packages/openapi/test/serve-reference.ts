import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { OpenAPIObject, ServerObject } from 'openapi3-ts/oas31'
import { referencePage, type ReferencePageOptions } from '../src/reference-page/index.ts'

export type SeenRequest = Pick<IncomingMessage, 'method' | 'url'> & {
  authorization: string | undefined
  body: string
}

/** Serves the reference page with a document, and answers any other request with what it saw. */
export async function serveReference(
  document: (options: { servers: ServerObject[] }) => OpenAPIObject,
  authentication: NonNullable<ReferencePageOptions['authentication']>,
) {
  const page = referencePage({ title: 'Test', documentUrl: '/openapi.json', authentication })
  const files = new Map(Object.entries(page.files))
  const seen: SeenRequest[] = []

  const server = createServer(async (req, res) => {
    const file = files.get(req.url ?? '')
    if (file != null) {
      res.setHeader('content-type', file.contentType)
      res.setHeader('content-security-policy', page.contentSecurityPolicy)
      if (file.contentEncoding != null) res.setHeader('content-encoding', file.contentEncoding)
      return res.end(file.body)
    }
    res.setHeader('content-type', 'application/json')
    if (req.url === '/openapi.json') {
      return res.end(JSON.stringify(document({ servers: [{ url: '/' }] })))
    }
    const { method, url, headers } = req
    const request = { method, url, authorization: headers.authorization, body: await text(req) }
    seen.push(request)
    return res.end(JSON.stringify(request))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
