import type { Tree } from './load-tree.ts'

/** What came: the status, and the body as text. */
export type ObservedResponse = { status: number; text: string }

export async function ask(
  url: string,
  method: 'GET' | 'POST' | 'PATCH',
  authorization?: string,
  body?: unknown,
): Promise<ObservedResponse> {
  const response = await fetch(url, {
    method,
    headers: {
      ...(authorization != null && { authorization }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return { status: response.status, text: await response.text() }
}

/** A mock with what happens in it on behalf of users. */
export async function startWorld(tree: Tree) {
  const log: string[] = []
  const mock = await tree.startMockPi({ log: (line) => log.push(line) })
  const control = async (method: 'POST' | 'PATCH', path: string, body: object) => {
    const { status, text } = await ask(`${mock.url}/_mock${path}`, method, undefined, body)
    if (status >= 300) throw new Error(`${path}: ${status} ${text}`)
    return JSON.parse(text)
  }
  await control('PATCH', '/settings', { ledger_close: 50, a2u_concurrency: 'off' })
  const alice = await control('POST', '/sign-in', { username: 'alice' })
  let users = 0

  /** A payment that a new user has just begun. */
  const begin = async (): Promise<string> => {
    users += 1
    const username = `user${users}`
    await control('POST', '/users', { username })
    await control('POST', '/sign-in', { username })
    const { payment } = await control('POST', '/payments', { username, amount: 1 })
    return payment.identifier
  }

  return {
    ...mock,
    log,
    key: `Key ${mock.apiKey}`,
    /** What it takes to pay alice. */
    payment: { amount: 1, memo: 'Refund', metadata: { order: '1' }, uid: String(alice.user.uid) },
    begin,
    /** A payment that a new user has paid. */
    async pay(): Promise<string> {
      const id = await begin()
      await ask(`${mock.url}/v2/payments/${id}/approve`, 'POST', `Key ${mock.apiKey}`)
      // A mock whose response breaks its contract has carried it out all the same.
      await ask(`${mock.url}/_mock/payments/${id}/pay`, 'POST', undefined, {})
      return id
    },
  }
}
export type World = Awaited<ReturnType<typeof startWorld>>
