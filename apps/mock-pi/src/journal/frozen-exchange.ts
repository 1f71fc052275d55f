import type { Caller, Exchange } from './exchange.ts'
import { place, type SHARED } from './exchange-places.ts'
import type { KeptBody } from './kept-body.ts'

/** Where the parts of an exchange are. */
export type ExchangeParts = {
  number(id: number, place: number): number
  shared<Name extends (typeof SHARED)[number]>(id: number, name: Name): Exchange[Name]
  bytes(): Buffer
}

/** The text of an exchange: it has no line breaks of its own, because no URL and no header can. */
export function textOf({ url, headers, response }: Exchange): string {
  const lines = [url, ...headers]
  if (response != null) {
    for (const name in response.headers) lines.push(name, String(response.headers[name]))
  }
  return lines.join('\n')
}

/** Reads an exchange out of its parts, each when it is asked for; valid until another one is kept. */
export class FrozenExchange implements Exchange {
  readonly id: number
  readonly #parts: ExchangeParts
  #lines: string[] | undefined

  constructor(id: number, parts: ExchangeParts) {
    this.id = id
    this.#parts = parts
  }
  get api() {
    return this.#parts.shared(this.id, 'api')
  }
  get at() {
    return this.#number(place.at)
  }
  get startedAt() {
    return this.#number(place.startedAt)
  }
  get durationMs() {
    return this.#number(place.duration)
  }
  get method() {
    return this.#parts.shared(this.id, 'method')
  }
  get url() {
    return this.#text()[0] ?? ''
  }
  get headers() {
    return this.#text().slice(1, this.#number(place.requestLines))
  }
  get credential() {
    return this.#parts.shared(this.id, 'credential')
  }
  get sent() {
    return this.#body(0, place.sentKept, place.sentBytes)
  }
  get caller(): Caller | null {
    return this.#parts.shared(this.id, 'caller')
  }
  get route() {
    return this.#parts.shared(this.id, 'route')
  }
  get response() {
    const status = this.#number(place.status)
    if (Number.isNaN(status)) return null
    const headers: Record<string, string> = {}
    const lines = this.#text()
    for (let line = this.#number(place.requestLines); line + 1 < lines.length; line += 2) {
      headers[lines[line] ?? ''] = lines[line + 1] ?? ''
    }
    return { status, headers }
  }
  get received() {
    return this.#body(this.#number(place.sentKept), place.receivedKept, place.receivedBytes)
  }
  get validation() {
    return this.#parts.shared(this.id, 'validation')
  }
  /** What does not change any more is seen anyway. */
  get isHeld() {
    return false
  }
  get fault() {
    return this.#parts.shared(this.id, 'fault')
  }

  /** All of it, which stays valid. */
  copy(): Exchange {
    return {
      id: this.id,
      api: this.api,
      at: this.at,
      startedAt: this.startedAt,
      durationMs: this.durationMs,
      method: this.method,
      url: this.url,
      headers: this.headers,
      credential: this.credential,
      sent: this.sent,
      caller: this.caller,
      route: this.route,
      response: this.response,
      received: this.received,
      validation: this.validation,
      isHeld: this.isHeld,
      fault: this.fault,
    }
  }

  #number(at: number): number {
    return this.#parts.number(this.id, at)
  }
  #text(): string[] {
    const start = this.#number(place.start)
    const end = start + this.#number(place.textSize)
    return (this.#lines ??= this.#parts.bytes().toString('utf8', start, end).split('\n'))
  }
  #body(before: number, kept: number, bytes: number): KeptBody | null {
    const all = this.#number(bytes)
    if (Number.isNaN(all)) return null
    const size = this.#number(kept)
    const start = this.#number(place.start) + this.#number(place.textSize) + before
    const part = Buffer.from(this.#parts.bytes().subarray(start, start + size))
    return { chunks: [part], bytes: all, isCut: size < all }
  }
}
