import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import {
  referenceHandlers,
  type ReferencePageOptions,
  type ServedDocument,
} from '../src/reference-page/index.ts'

export type SeenRequest = Pick<IncomingMessage, 'method' | 'url'> & {
  authorization: string | undefined
  contentType: string | undefined
  body: string
}

/** Serves the reference page with its documents, and responds to any other request with what it saw. */
export async function serveReference(
  documents: readonly ServedDocument[],
  authentication: NonNullable<ReferencePageOptions['authentication']> = {},
) {
  const handlers = referenceHandlers({
    title: 'Test',
    documents,
    server: () => ({ url: '/' }),
    authentication: () => authentication,
  })
  const seen: SeenRequest[] = []

  const server = createServer(async (req, res) => {
    const handle = handlers.get(req.url ?? '')
    if (handle != null) return handle(req, res)
    const { method, url, headers } = req
    const { authorization, 'content-type': contentType } = headers
    const request = { method, url, authorization, contentType, body: await text(req) }
    seen.push(request)
    res.setHeader('content-type', 'application/json')
    res.end(JSON.stringify(request))
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
