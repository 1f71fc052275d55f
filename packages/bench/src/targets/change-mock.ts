/** A call of the mock's control API that must succeed. */
export async function changeMock(
  port: number,
  method: 'PATCH' | 'POST',
  path: string,
  body: object = {},
): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${port}/_mock${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} /_mock${path} returned ${response.status}: ${text}`)
  return JSON.parse(text)
}
