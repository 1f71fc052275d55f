import { createHash } from 'node:crypto'
import type { Express, Request, Response } from 'express'
import { SDK_SCRIPT_PATH } from '../http/api-of-path.ts'

type Script = { text: string; etag: string }

/** Serves the browser SDK to pages of any origin. `refuse` answers every other method of its path. */
export function mountSdkScript(
  app: Express,
  refuse: (req: Request, res: Response, allow: string) => void,
) {
  app.get(SDK_SCRIPT_PATH, (req, res, next) => {
    loadScript().then((each) => send(req, res, each), next)
  })
  app.all(SDK_SCRIPT_PATH, (req, res) => {
    res.setHeader('allow', 'GET, HEAD')
    refuse(req, res, 'GET, HEAD')
  })
}

function send(req: Request, res: Response, { text, etag }: Script) {
  // Also for script tags with `crossorigin` or `integrity`, and for pages that isolate themselves.
  res.setHeader('access-control-allow-origin', '*')
  res.setHeader('cross-origin-resource-policy', 'cross-origin')
  res.setHeader('cache-control', 'no-cache')
  res.setHeader('etag', etag)
  if (req.fresh) return void res.status(304).end()
  res.setHeader('content-type', 'text/javascript; charset=utf-8')
  res.setHeader('content-length', Buffer.byteLength(text))
  res.end(text)
}

let script: Promise<Script> | undefined

/** The same for every mock of this process; a failed build is tried again at the next request. */
function loadScript(): Promise<Script> {
  return (script ??= readScript().catch((error: unknown) => {
    script = undefined
    throw error
  }))
}

async function readScript(): Promise<Script> {
  // The script is read with the first request, not at the start.
  const { buildSdkScript } = await import('./sdk-script.prebuilt.ts')
  const text = await buildSdkScript()
  const hash = createHash('sha256').update(text).digest('base64url')
  return { text, etag: `"${hash}"` }
}
