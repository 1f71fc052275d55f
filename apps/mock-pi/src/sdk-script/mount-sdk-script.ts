import type { Express, Request, Response } from 'express'
import { SDK_SCRIPT_PATH } from '../http/api-of-path.ts'
import { serveScript } from './serve-script.ts'

/** Serves the browser SDK to pages of any origin. `refuse` responds to every other method of its path. */
export function mountSdkScript(
  app: Express,
  refuse: (req: Request, res: Response, allow: string) => void,
) {
  app.get(SDK_SCRIPT_PATH, serve)
  app.all(SDK_SCRIPT_PATH, (req, res) => {
    res.setHeader('allow', 'GET, HEAD')
    refuse(req, res, 'GET, HEAD')
  })
}

/** One for all mocks of this process. The bundler is loaded with the first request, not at the start. */
const serve = serveScript(
  async () => (await import('./sdk-script.prebuilt.ts')).buildSdkScript(),
  (res) => {
    // Also for script tags with `crossorigin` or `integrity`, and for pages that isolate themselves.
    res.setHeader('access-control-allow-origin', '*')
    res.setHeader('cross-origin-resource-policy', 'cross-origin')
  },
)
