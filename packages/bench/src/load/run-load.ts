import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { LoadJob, LoadResult } from './load-generator.ts'

const generator = fileURLToPath(new URL('load-generator.ts', import.meta.url))

/** Puts load on a server from another process. Throws when a response was not a 200 or broke off. */
export async function runLoad(job: LoadJob): Promise<LoadResult> {
  const { stdout } = await promisify(execFile)(process.execPath, [generator, JSON.stringify(job)])
  const result = JSON.parse(stdout) as LoadResult
  if (result.errors > 0) throw new Error(`${result.errors} responses were wrong under load`)
  return result
}

/** A request as its bytes on the wire. */
export function rawGet(path: string, headers: Record<string, string> = {}): string {
  const lines = Object.entries({ host: '127.0.0.1', ...headers }).map(([k, v]) => `${k}: ${v}`)
  return `GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`
}

/** A POST as its bytes on the wire. */
export function rawPost(path: string, body: object, headers: Record<string, string> = {}): string {
  const text = JSON.stringify(body)
  const all = {
    host: '127.0.0.1',
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(text)),
    ...headers,
  }
  const lines = Object.entries(all).map(([k, v]) => `${k}: ${v}`)
  return `POST ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${text}`
}
