import { readdirSync, readFileSync } from 'node:fs'
import type { FuzzRequest } from './request.ts'

/** A request of an official client, with `{names}` where it has ids and secrets. */
export type ClientRequest = {
  /** The function of the client that sends it. */
  call: string
  /** As `platform payments.create`. */
  operation: string
  method: string
  path: string
  headers?: Record<string, string>
  /** JSON; without it and `text` the body is empty. */
  body?: unknown
  text?: string
}

/** Requests as one client sends them, and where that is known from. */
type Client = { client: string; sources: string[]; note?: string; requests: ClientRequest[] }

const folder = new URL('../fixtures/clients/', import.meta.url)

/** Every official client whose code is public, by name. */
export function readClients(): Client[] {
  const files = readdirSync(folder).sort()
  // Written by hand; a missing part fails in the test that sends it.
  return files.map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Client)
}

/** The request with values for its names. Throws where one has no value. */
export function fillRequest(request: ClientRequest, values: Record<string, string>): FuzzRequest {
  const { method, headers = {}, body, text } = request
  const fill = (template: string, encode = (value: string) => value) =>
    template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name]
      if (value == null) throw new Error(`${request.call}: there is no value for {${name}}`)
      return encode(value)
    })
  const json = body === undefined ? undefined : fill(JSON.stringify(body))
  const written = text == null ? json : fill(text, encodeURIComponent)
  return {
    method,
    path: fill(request.path, encodeURIComponent),
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, fill(value)]),
    ),
    body: written == null ? undefined : Buffer.from(written),
  }
}
