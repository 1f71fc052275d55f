import type { WireRequest } from '../http/wire.ts'
import type { Secrets } from './secrets.ts'

/** Headers that every request of a run carries and that change no response. */
const PLAIN = new Set(['user-agent', 'accept', 'host'])

/** The request as a line for a shell; secrets are in it as environment variables. */
export function curlLine(request: WireRequest, secrets: Secrets): string {
  const { method, origin, path, headers, body } = request
  const words = ['curl', '-sS', '-i', '--path-as-is']
  if (method === 'HEAD') words.push('--head')
  else if (method !== (body == null ? 'GET' : 'POST')) words.push('-X', method)
  for (const [name, value] of headers) {
    if (PLAIN.has(name)) continue
    // curl drops "name:" and sends "name;" as an empty header.
    words.push('-H', secrets.shellWord(value === '' ? `${name};` : `${name}: ${value}`))
  }
  if (body != null && !headers.some(([name]) => name === 'content-type')) {
    words.push('-H', "'content-type:'")
  }
  if (body != null) words.push('--data-raw', secrets.shellWord(body))
  words.push(secrets.shellWord(`${origin}${path}`))
  return words.join(' ')
}
