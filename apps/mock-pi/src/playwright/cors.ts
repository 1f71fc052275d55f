import type { AskMock, MockResponse, Question } from './ask-mock.ts'

/** Methods and headers for which a browser asks nothing before it sends them to another origin. */
const SIMPLE_METHODS = new Set(['GET', 'HEAD', 'POST'])
const SIMPLE_TYPES = /^(text\/plain|multipart\/form-data|application\/x-www-form-urlencoded)\b/i
/** Of the browser itself: pages cannot set them, or may always set them. */
const OF_BROWSER =
  /^(accept|accept-encoding|accept-language|cache-control|connection|content-language|content-length|cookie|dnt|host|last-event-id|origin|pragma|priority|range|referer|te|upgrade-insecure-requests|user-agent|sec-.*)$/

/**
 * Whether the mock lets the page send this: Playwright allows every preflight itself. The mock's own response
 * is asked for, so that a call which Pi's servers refuse to pages is not made.
 */
export async function isAllowedByPreflight(ask: AskMock, question: Question): Promise<boolean> {
  const { method, path, headers } = question
  const names = headersOfPage(headers)
  if (SIMPLE_METHODS.has(method) && names.length === 0) return true
  const { host = '', origin = '' } = headers
  const response = await ask({
    method: 'OPTIONS',
    path,
    headers: {
      host,
      origin,
      'access-control-request-method': method,
      ...(names.length > 0 && { 'access-control-request-headers': names.join(',') }),
    },
  })
  const allowed = listOf(response, 'access-control-allow-headers')
  return (
    isReadable(response, origin) &&
    response.status < 300 &&
    names.every((name) => allowed.includes(name) || isInStar(name, allowed)) &&
    (SIMPLE_METHODS.has(method) ||
      listOf(response, 'access-control-allow-methods').includes(method.toLowerCase()))
  )
}

/** Whether a page of that origin may read the response. */
export function isReadable({ headers }: MockResponse, origin: string): boolean {
  const allowed = headers['access-control-allow-origin']
  return allowed === '*' || allowed === origin
}

function headersOfPage(headers: Record<string, string>): string[] {
  return Object.entries(headers)
    .filter(([name, value]) => !OF_BROWSER.test(name) && !isSimpleType(name, value))
    .map(([name]) => name)
}

function isSimpleType(name: string, value: string): boolean {
  return name === 'content-type' && SIMPLE_TYPES.test(value)
}

/** The star stands for every header but this one. */
function isInStar(name: string, allowed: string[]): boolean {
  return name !== 'authorization' && allowed.includes('*')
}

function listOf({ headers }: MockResponse, name: string): string[] {
  return (headers[name] ?? '').split(',').map((each) => each.trim().toLowerCase())
}
