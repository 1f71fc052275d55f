/** A request to a mock with its body read as JSON; `null` when there is none. */
export async function fetchJson(url: string, init: RequestInit & { json?: unknown } = {}) {
  const { json, ...rest } = init
  const headers = new Headers(init.headers)
  if (json !== undefined && !headers.has('content-type')) {
    headers.set('content-type', 'application/json')
  }
  const body = json === undefined ? rest.body : JSON.stringify(json)
  const response = await fetch(url, { ...rest, headers, body: body ?? null })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: text === '' ? null : JSON.parse(text),
  }
}
