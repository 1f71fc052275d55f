import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Passed = {
  method: string
  path: string
  status: number
  headers: Headers
  body: string
}
/** What becomes of a response on its way: another body, a status without one, or nothing at all. */
export type Twist = (passed: Passed) => string | number | 'lost' | undefined

/** Sits between the proxy and a mock: everything passes, and any response can be changed or lost. */
export async function startManInTheMiddle(target: string) {
  let twist: Twist = () => undefined
  let gate = Promise.resolve()
  const seen: { method: string; path: string; body: string }[] = []

  const pass = async (req: IncomingMessage, res: ServerResponse) => {
    const { method = 'GET', url = '/' } = req
    const body = await readText(req)
    seen.push({ method, path: url, body })
    await gate
    const headers = new Headers()
    for (const [name, value] of Object.entries(req.headers)) {
      const isHop = ['host', 'connection', 'content-length', 'transfer-encoding'].includes(name)
      if (!isHop && value != null) headers.set(name, String(value))
    }
    const response = await fetch(`${target}${url}`, {
      method,
      headers,
      redirect: 'manual',
      ...(body !== '' && { body }),
    })
    const { status } = response
    const text = await response.text()
    const twisted = twist({ method, path: url, status, headers: response.headers, body: text })
    if (twisted === 'lost') return void res.socket?.destroy()
    if (typeof twisted === 'number') return void res.writeHead(twisted).end()
    for (const name of ['content-type', 'latest-ledger', 'retry-after']) {
      const value = response.headers.get(name)
      if (value != null) res.setHeader(name, value)
    }
    res.writeHead(status).end(twisted ?? text)
  }

  const server = createServer((req, res) => {
    pass(req, res).catch(() => res.socket?.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    twist: (next: Twist) => void (twist = next),
    /** Lets nothing pass any more; returns the function that lets it pass again. */
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>()
      gate = promise
      return resolve
    },
    straight: () => void (twist = () => undefined),
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

async function readText(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of req) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}
