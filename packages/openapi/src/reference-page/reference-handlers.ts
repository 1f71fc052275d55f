import type { IncomingMessage, ServerResponse } from 'node:http'
import type { OpenAPIObject, ServerObject } from 'openapi3-ts/oas31'
import {
  referencePage,
  type ReferenceDocument,
  type ReferencePage,
  type ReferencePageOptions,
} from './reference-page.ts'

const PAGE_PATHS = ['/docs', '/docs/init.js', '/docs/scalar.js'] as const

export type ServedDocument = ReferenceDocument & {
  /** Called at the first request for it. */
  build: () => Promise<OpenAPIObject>
}

export type ReferenceHandlersOptions = {
  title: string
  documents: readonly ServedDocument[]
  /** The server that a page from here may call, as the document is to name it. */
  server: (req: IncomingMessage) => ServerObject
  /** Asked when the page is first wanted. */
  authentication?: () => NonNullable<ReferencePageOptions['authentication']>
  /** What the server puts before every path, as `/w/NAME`. */
  prefix?: string
}

export type ReferenceHandler = (req: IncomingMessage, res: ServerResponse) => Promise<void>

/**
 * Serves `GET` for the documents and for the page that shows them, by path. Building them costs more than the
 * rest of a start, so that waits until someone asks.
 */
export function referenceHandlers(
  options: ReferenceHandlersOptions,
): Map<string, ReferenceHandler> {
  const page = once(async () => referencePage(pageOptions(options)))
  return new Map<string, ReferenceHandler>([
    ...options.documents.map(({ url, build }): [string, ReferenceHandler] => {
      const document = once(build)
      return [
        url,
        async (req, res) => {
          const body = { ...(await document()), servers: [options.server(req)] }
          res.setHeader('content-type', 'application/json; charset=utf-8')
          send(res, JSON.stringify(body))
        },
      ]
    }),
    ...PAGE_PATHS.map((path): [string, ReferenceHandler] => [
      path,
      async (_req, res) => sendFile(res, await page(), path),
    ]),
  ])
}

function pageOptions({ title, documents, authentication, prefix = '' }: ReferenceHandlersOptions) {
  return {
    title,
    prefix,
    documents: documents.map(({ url, title, slug }) => ({ url: `${prefix}${url}`, title, slug })),
    ...(authentication != null && { authentication: authentication() }),
  }
}

function sendFile(
  res: ServerResponse,
  { contentSecurityPolicy, files }: ReferencePage,
  path: (typeof PAGE_PATHS)[number],
) {
  const { contentType, contentEncoding, body } = files[path]
  res.setHeader('content-type', contentType)
  res.setHeader('content-security-policy', contentSecurityPolicy)
  res.setHeader('referrer-policy', 'no-referrer')
  res.setHeader('cross-origin-resource-policy', 'same-origin')
  if (contentEncoding != null) res.setHeader('content-encoding', contentEncoding)
  send(res, body)
}

function send(res: ServerResponse, body: string | Uint8Array) {
  res.setHeader('content-length', Buffer.byteLength(body))
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
