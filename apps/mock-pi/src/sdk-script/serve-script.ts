import { createHash } from 'node:crypto'
import type { Request, RequestHandler, Response } from 'express'

type Script = { text: string; etag: string }

/** Serves a script that is built at the first request. A failed build is tried again at the next one. */
export function serveScript(
  build: () => Promise<string>,
  setHeaders: (res: Response) => void,
): RequestHandler {
  let script: Promise<Script> | undefined
  const load = () =>
    (script ??= read(build).catch((error: unknown) => {
      script = undefined
      throw error
    }))
  return (req, res, next) => {
    const respond = (each: Script) => {
      setHeaders(res)
      send(req, res, each)
    }
    load().then(respond, next)
  }
}

async function read(build: () => Promise<string>): Promise<Script> {
  const text = await build()
  const hash = createHash('sha256').update(text).digest('base64url')
  return { text, etag: `"${hash}"` }
}

function send(req: Request, res: Response, { text, etag }: Script) {
  res.setHeader('cache-control', 'no-cache')
  res.setHeader('etag', etag)
  if (req.fresh) return void res.status(304).end()
  res.setHeader('content-type', 'text/javascript; charset=utf-8')
  res.setHeader('content-length', Buffer.byteLength(text))
  res.end(text)
}
