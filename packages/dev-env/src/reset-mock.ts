/** A new world of the mock: the same apps, users and keys, without what happened. */
export async function resetMock(url: string): Promise<void> {
  const { ok, status } = await fetch(`${url}/_mock/reset`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  })
  if (!ok) throw new Error(`The mock returned ${status} to its reset`)
}
