import { worldPrefix } from '@aloha-pi/contracts/control'
import type { Express, Request, Response } from 'express'
import { sendPage } from '../pages/send-page.ts'
import { serveScript } from '../sdk-script/serve-script.ts'
import type { World } from '../world/world.ts'
import { chooseAppPage, framePage, HOST_SCRIPT_PATH } from './host-page.ts'
import { readHostRequest } from './read-host-request.ts'

/** A page that frames an app and plays the Pi Browser around it. `refuse` responds to every other method. */
export function mountHostPage(
  app: Express,
  world: World,
  refuse: (req: Request, res: Response, allow: string) => void,
) {
  const prefix = worldPrefix(world.name)
  app.get('/host', (req, res) => {
    const start = req.originalUrl.indexOf('?')
    const query = new URLSearchParams(start === -1 ? '' : req.originalUrl.slice(start + 1))
    const request = readHostRequest(query, world.apps)
    const isShown = request.kind === 'shown'
    sendPage(res, isShown ? framePage(request, prefix) : chooseAppPage(request, prefix))
  })
  app.get(HOST_SCRIPT_PATH, serve)
  app.all(['/host', HOST_SCRIPT_PATH], (req, res) => {
    res.setHeader('allow', 'GET, HEAD')
    refuse(req, res, 'GET, HEAD')
  })
}

const serve = serveScript(
  async () => (await import('../sdk-script/sdk-script.prebuilt.ts')).buildHostScript(),
  (res) => res.setHeader('cross-origin-resource-policy', 'same-origin'),
)
