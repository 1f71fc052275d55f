import type { Autopilot } from '@aloha-pi/contracts/control'
import { ACCOUNTS_HOST, SDK_HOST } from '../http/pi-hosts.ts'
import type { AskMock, MockResponse, Question } from './ask-mock.ts'
import { isAllowedByPreflight, isReadable } from './cors.ts'
import { askSignIn } from './pi-sign-in.ts'
import type { PlaywrightRequest, RouteHandler } from './playwright-types.ts'

/** An origin of this machine that no page has, so that no app has registered it. */
const LOCAL_ORIGIN = 'http://127.0.0.1:0'
const STATE_PATH = '/_wallet/state'
const EVENTS = 'text/event-stream'

/** Reasons of Playwright and of browsers why a request has no response. */
type Failure = 'accessdenied' | 'blockedbyclient' | 'connectionfailed'

export type RoutedMock = {
  ask: AskMock
  /** With the prefix of the world. */
  url: string
  /** Decides while the mock has no setting `wallet`. */
  autopilot: Autopilot | undefined
}

/** Fulfils a routed request with the mock's response: hosts that it does not serve are refused there. */
export function createRouteHandler(mock: RoutedMock): RouteHandler {
  return async (route) => {
    const response = await respondToRoute(route.request(), mock)
    await (typeof response === 'string' ? route.abort(response) : route.fulfill(response))
  }
}

async function respondToRoute(
  request: PlaywrightRequest,
  { ask, url: mockUrl, autopilot }: RoutedMock,
): Promise<MockResponse | Failure> {
  const url = new URL(request.url())
  if (!isServed(url)) return 'blockedbyclient'
  const question = readQuestion(request, url)
  try {
    if (url.hostname === ACCOUNTS_HOST && request.isNavigationRequest()) {
      return await askSignIn(ask, question, autopilot)
    }
    if (isStream(question)) return await leadToStream(ask, question, mockUrl)
    if (!isCrossOrigin(request, url)) return await ask(question)
    const response = await askForPage(ask, question, request)
    const isState = url.hostname === SDK_HOST && url.pathname === STATE_PATH
    return isState ? withAutopilot(response, autopilot) : response
  } catch {
    // The mock was closed before its pages were, or the routing was undone meanwhile.
    return 'connectionfailed'
  }
}

/** A page of http may load the script by `//sdk.minepi.com/pi-sdk.js`. */
function isServed({ protocol, hostname, port }: URL): boolean {
  return port === '' && (protocol === 'https:' || hostname === SDK_HOST)
}

function readQuestion(request: PlaywrightRequest, { hostname, pathname, search }: URL): Question {
  const headers = Object.entries(request.headers()).filter(
    ([name]) => !/^(:|accept-encoding$|connection$|content-length$|cookie$|host$)/.test(name),
  )
  const body = request.postDataBuffer()
  return {
    method: request.method(),
    path: `${pathname}${search}`,
    headers: {
      ...Object.fromEntries(headers),
      host: hostname,
      ...(body != null && { 'content-length': String(body.byteLength) }),
    },
    body,
  }
}

function isStream({ headers: { accept = '' } }: Question): boolean {
  return accept.startsWith(EVENTS)
}

/** A routed response arrives as a whole, so the page is sent to the mock itself for a stream that it has. */
async function leadToStream(ask: AskMock, question: Question, worldUrl: string) {
  const headers = { ...question.headers, accept: 'application/json' }
  const response = await ask({ ...question, headers })
  if (response.status !== 200) return response
  // A link of the mock has the prefix of its world already.
  const { origin } = new URL(worldUrl)
  const location = `${question.path.startsWith('/w/') ? origin : worldUrl}${question.path}`
  return {
    status: 307,
    headers: { location, 'access-control-allow-origin': '*' },
    body: Buffer.alloc(0),
  }
}

/** Whether the browser asks the server if the page may do this. */
function isCrossOrigin(request: PlaywrightRequest, url: URL): boolean {
  const { origin } = request.headers()
  return origin != null && origin !== url.origin && !request.isNavigationRequest()
}

/** As a browser does it, since Playwright lets a page read every response of a route. */
async function askForPage(
  ask: AskMock,
  question: Question,
  request: PlaywrightRequest,
): Promise<MockResponse | Failure> {
  const { origin = '' } = question.headers
  const shown = await originToShow(ask, question, request)
  const asShown = { ...question, headers: { ...question.headers, origin: shown } }
  if (!(await isAllowedByPreflight(ask, asShown))) return 'accessdenied'
  const response = await ask(asShown)
  if (!isReadable(response, shown)) return 'accessdenied'
  if (shown === origin) return response
  const headers = { ...response.headers, 'access-control-allow-origin': origin }
  return { ...response, headers }
}

/**
 * The wallet is for pages of this machine and registered origins. The page under test counts as one of this machine,
 * whatever its origin; frames of other origins in it, and other pages, do not.
 */
async function originToShow(
  ask: AskMock,
  { path, headers: { host = '', origin = '' } }: Question,
  request: PlaywrightRequest,
): Promise<string> {
  if (host !== SDK_HOST || !path.startsWith('/_wallet/')) return origin
  if (origin !== originOfTop(request)) return origin
  const headers = { host, origin, 'access-control-request-method': 'GET' }
  const { status } = await ask({ method: 'OPTIONS', path: STATE_PATH, headers })
  return status === 403 ? LOCAL_ORIGIN : origin
}

function originOfTop(request: PlaywrightRequest): string | undefined {
  try {
    return new URL(request.frame().page().mainFrame().url()).origin
  } catch {
    // A service worker has no frame.
    return undefined
  }
}

function withAutopilot(
  response: MockResponse | Failure,
  autopilot: Autopilot | undefined,
): MockResponse | Failure {
  if (autopilot == null || typeof response === 'string' || response.status !== 200) return response
  // The mock checks its responses against the contract.
  const state = JSON.parse(response.body.toString()) as { autopilot: Autopilot | null }
  const body = Buffer.from(JSON.stringify({ ...state, autopilot: state.autopilot ?? autopilot }))
  return { ...response, body }
}
