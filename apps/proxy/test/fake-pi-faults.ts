import { setInterval } from 'node:timers'
import type { ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'

/** Ways in which an upstream gives no response that could be used. */
export type Fault = (res: ServerResponse, response: unknown) => void

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' }

export const reset: Fault = (res) => void res.socket?.destroy()
export const silent: Fault = () => {}
export const html500: Fault = (res) =>
  void res
    .writeHead(500, { 'content-type': 'text/html; charset=UTF-8' })
    .end("<html><title>We're sorry, but something went wrong (500)</title></html>")
export const json500: Fault = (res) => json(res, 500, { error: 'unknown_error' })
export const truncated: Fault = (res, response) => {
  const text = JSON.stringify(response)
  res.writeHead(200, JSON_TYPE).end(text.slice(0, text.length / 2))
}
export const wrongShape: Fault = (res) => json(res, 200, { ok: true, identifier: 42 })
export const otherPayment: Fault = (res, response) =>
  json(res, 200, { ...(response as object), identifier: 'AnotherPayment' })
export const empty401: Fault = (res) => void res.writeHead(401).end()
export const html404: Fault = (res) =>
  void res.writeHead(404, { 'content-type': 'text/html' }).end('<h1>404 nginx</h1>')
export const tooMany: Fault = (res) => void res.writeHead(429, { 'retry-after': '60' }).end()

export function redirectTo(status: 301 | 302 | 307 | 308, location: string): Fault {
  return (res) => void res.writeHead(status, { location }).end()
}

/** Pi refuses with its own code. */
export function coded(status: number, error: string, extra: object = {}): Fault {
  return (res) => json(res, status, { error, error_message: `Text of ${error}`, ...extra })
}

/** 100 MB of zeros in about 100 kB. */
export function gzipBomb(): Fault {
  const bomb = gzipSync(Buffer.alloc(100_000_000))
  return (res) => void res.writeHead(200, { ...JSON_TYPE, 'content-encoding': 'gzip' }).end(bomb)
}

/** One byte after another, forever. */
export const drip: Fault = (res) => {
  res.writeHead(200, JSON_TYPE)
  const timer = setInterval(() => res.write(' '), 20)
  res.once('close', () => clearInterval(timer))
}

/** As much as the other side takes, forever. */
export const endless: Fault = (res) => {
  res.writeHead(200, JSON_TYPE)
  const chunk = Buffer.alloc(65_536, ' ')
  const pump = () => {
    while (!res.destroyed && res.write(chunk));
  }
  res.on('drain', pump)
  pump()
}

export function json(res: ServerResponse, status: number, body: unknown) {
  res.writeHead(status, JSON_TYPE).end(JSON.stringify(body))
}
