import type { Autopilot } from '@aloha-pi/contracts/control'
import { ACCOUNTS_HOST, SDK_HOST } from '../http/pi-hosts.ts'
import { html } from '../pages/html.ts'
import { SIGN_IN_SCOPES } from '../pi-sign-in/sign-in-scopes.ts'
import type { AskMock, MockResponse, Question } from './ask-mock.ts'

/** Of real time, when the mock's clock stands still: so many requests, each of up to 25 s. */
const MAX_WAITS = 10

/** Asks for the page of Pi Sign-in, which the user of an autopilot answers. The mock refuses wrong requests first. */
export async function askSignIn(
  ask: AskMock,
  question: Question,
  autopilot: Autopilot | undefined,
): Promise<MockResponse> {
  const response = await ask(question)
  const isAsked = question.method === 'GET' && response.status === 200
  if (autopilot == null || !isAsked) return withoutRedirect(response)
  await waitOnClock(ask, autopilot.delay_ms)
  return withoutRedirect(await ask({ ...question, ...formOf(autopilot) }))
}

/** What the browser would send from the form of the page. */
function formOf({ consent, user }: Autopilot) {
  const form = new URLSearchParams({ answer: consent, user })
  for (const scope of Object.keys(SIGN_IN_SCOPES)) form.append('scope', scope)
  return {
    method: 'POST',
    headers: {
      host: ACCOUNTS_HOST,
      origin: `https://${ACCOUNTS_HOST}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: Buffer.from(form.toString()),
  }
}

async function waitOnClock(ask: AskMock, delayMs: number) {
  if (delayMs === 0) return
  const headers = { host: SDK_HOST }
  const read = async (query = '') => {
    const { status, body } = await ask({ method: 'GET', path: `/_wallet/clock${query}`, headers })
    if (status !== 200) throw new Error('The mock does not show its clock')
    // The mock checks its responses against the contract.
    return Date.parse((JSON.parse(body.toString()) as { now: string }).now)
  }
  const until = (await read()) + delayMs
  const query = `?until=${new Date(until).toISOString()}`
  for (let waits = 0; waits < MAX_WAITS; waits += 1) if ((await read(query)) >= until) return
}

/**
 * A page that leads on instead of a redirect: Playwright does not route where a redirect goes, so it would reach the
 * real host of an app whose pages are routed.
 */
function withoutRedirect(response: MockResponse): MockResponse {
  const { location, ...headers } = response.headers
  if (location == null) return response
  const page = html`<!doctype html>
    <title>Pi Sign-in</title>
    <meta http-equiv="refresh" content="0;url=${location}" />`
  return {
    status: 200,
    headers: { ...headers, 'content-type': 'text/html; charset=utf-8' },
    body: Buffer.from(page.markup),
  }
}
