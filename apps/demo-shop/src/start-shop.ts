import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createApp } from './app.ts'
import { openOrders } from './orders.ts'
import type { Settings } from './settings.ts'

export type Shop = { url: string; close(): Promise<void> }

/** The shop on 127.0.0.1; port 0 takes a free one. Rejects when the port is in use. */
export async function startShop(port: number, settings: Settings): Promise<Shop> {
  const orders = openOrders(settings.dataFile)
  const server = createApp(settings, orders).listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
  } catch (error) {
    orders.close()
    throw error
  }
  const address = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      server.close()
      server.closeAllConnections()
      orders.close()
    },
  }
}
