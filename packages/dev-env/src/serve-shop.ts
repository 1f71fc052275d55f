import { once } from 'node:events'
import { closeSync, openSync, rmSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Settings } from '@aloha-pi/demo-shop'

export type ServedShop = {
  url: string
  /** Loads the shop's code, so that the first page does not wait for it. */
  load(): Promise<void>
  /** Forgets all orders. */
  reset(): void
  close(): void
}

type OpenShop = { handle: RequestListener; close(): void }

/**
 * The demo shop on 127.0.0.1, in this process. Its code is loaded after the start, or with the first request: a start
 * need not wait for it.
 */
export async function serveShop(port: number, settings: Settings): Promise<ServedShop> {
  let shop: Promise<OpenShop> | undefined
  const open = () => (shop ??= openShop(settings))
  const server = createServer((req, res) => {
    open().then(
      ({ handle }) => handle(req, res),
      (error: unknown) => {
        console.error(error)
        res.writeHead(500).end('The shop cannot start: see the output of pnpm start\n')
      },
    )
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const closeShop = () => {
    void shop?.then((opened) => opened.close())
    shop = undefined
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    // A request tells the page too.
    load: () => open().then(() => undefined, console.error),
    reset() {
      closeShop()
      rmSync(settings.dataFile, { force: true })
    },
    close() {
      server.close()
      server.closeAllConnections()
      closeShop()
    },
  }
}

async function openShop(settings: Settings): Promise<OpenShop> {
  const { createApp, openOrders } = await import('@aloha-pi/demo-shop')
  // For this user only; SQLite gives its other files the same mode.
  closeSync(openSync(settings.dataFile, 'a', 0o600))
  const orders = openOrders(settings.dataFile)
  return { handle: createApp(settings, orders), close: orders.close }
}
