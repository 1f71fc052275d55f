import { BodyRefusal, readBytes, type BodyRefusalKind } from '@aloha-pi/express-server'
import { usernameSchema } from '@aloha-pi/contracts/control'
import type { ErrorRequestHandler, Express, Request, RequestHandler, Response } from 'express'
import { makeUser } from '../control/make-user.ts'
import { openSession } from '../control/open-session.ts'
import { protectPage, sendPage } from '../pages/send-page.ts'
import type { PiUser } from '../users/user-store.ts'
import type { World } from '../world/world.ts'
import { brokenAnswerPage, consentPage, refusalPage, type Choice } from './authorize-page.ts'
import { answerByRules, type RulePorts } from './answer-by-rules.ts'
import {
  readAuthorizeRequest,
  type AuthorizeRequest,
  type ReadRequest,
} from './read-authorize-request.ts'
import { urlWithError, urlWithToken, type ReturnError } from './return-url.ts'
import type { SignInScope } from './sign-in-scopes.ts'

const AUTHORIZE_PATH = '/oauth/authorize'
const METHODS = 'GET, HEAD, POST'
const MAX_BODY = 16_384

const REFUSED: ReturnError = {
  error: 'access_denied',
  description: 'The user declined on the consent screen',
}
/** What the user can answer besides "Allow". */
const ERRORS: Record<string, ReturnError> = {
  refuse: REFUSED,
  cancelled: { error: 'cancelled', description: 'The user cancelled before approving' },
  expired: { error: 'expired', description: 'The sign-in request timed out' },
  server_error: { error: 'server_error', description: 'An unexpected error occurred' },
}

/** Pi Sign-in: a page for users, and the way back to the app. `refuse` answers every other method. */
export function mountPiSignIn(
  app: Express,
  world: World,
  ports: RulePorts & { refuse: (req: Request, res: Response, allow: string) => void },
) {
  app.get(AUTHORIZE_PATH, showPage(world, ports))
  app.post(AUTHORIZE_PATH, checkOrigin, readBytes(MAX_BODY), takeAnswer(world))
  app.all(AUTHORIZE_PATH, (req, res) => {
    res.setHeader('allow', METHODS)
    ports.refuse(req, res, METHODS)
  })
  app.use(AUTHORIZE_PATH, refuseBody)
}

function showPage(world: World, ports: RulePorts): RequestHandler {
  return async (req, res) => {
    const read = readRequest(world, req)
    if (read.kind !== 'asked') return sendUnasked(res, read)
    if (world.settings.wallet == null || req.method !== 'GET' || isForFrame(req)) {
      return ask(world, res, { request: read.request })
    }
    const answer = await answerByRules(world, res, ports)
    if (res.closed) return undefined
    // The world may be another one by now.
    const now = readRequest(world, req)
    if (now.kind !== 'asked') return sendUnasked(res, now)
    const { request } = now
    if (answer.kind === 'refuse') return goBack(res, urlWithError(request.back, REFUSED))
    if (answer.kind === 'allow') {
      return allow(world, res, { request, user: answer.user, scopes: request.scopes })
    }
    const failed = { status: answer.status, text: answer.text, choice: emptyChoice }
    return ask(world, res, { request, failed })
  }
}

/** No user can answer there, since browsers do not show the page in a frame. */
function isForFrame({ headers }: Request): boolean {
  return /^(i?frame|embed|object|fencedframe)$/.test(String(headers['sec-fetch-dest']))
}

const emptyChoice: Choice = { username: '', typed: '' }

function readRequest(world: World, { originalUrl }: Request): ReadRequest {
  const start = originalUrl.indexOf('?')
  const query = new URLSearchParams(start === -1 ? '' : originalUrl.slice(start + 1))
  return readAuthorizeRequest(query, world.apps)
}

function sendUnasked(res: Response, read: Exclude<ReadRequest, { kind: 'asked' }>) {
  return read.kind === 'refused'
    ? sendPage(res, refusalPage(read))
    : goBack(res, urlWithError(read.back, read.error))
}

function ask(
  world: World,
  res: Response,
  asked: Pick<Parameters<typeof consentPage>[0], 'request' | 'failed'>,
) {
  sendPage(res, consentPage({ ...asked, users: world.users.list() }))
}

/** 303: the browser asks for the redirect URI with GET, whatever it sent here. */
function goBack(res: Response, url: string) {
  protectPage(res)
  res.setHeader('location', url)
  res.status(303).end()
}

/** Only the form of this page answers: a browser says which page sent a form, and no page can say otherwise. */
const checkOrigin: RequestHandler = (req, res, next) => {
  const { origin, host } = req.headers
  const site = req.headers['sec-fetch-site'] ?? 'same-origin'
  const isOwn = origin === `http://${host}` || origin === `https://${host}`
  if (isOwn && site === 'same-origin') return next()
  const rule = 'Only the page of Pi Sign-in itself may answer; this came from elsewhere.'
  sendPage(res, brokenAnswerPage(403, rule))
}

function takeAnswer(world: World): RequestHandler {
  return (req, res) => {
    const read = readRequest(world, req)
    if (read.kind !== 'asked') return sendUnasked(res, read)
    if (!req.is('application/x-www-form-urlencoded')) {
      return sendPage(res, brokenAnswerPage(415, 'An answer is sent as a form.'))
    }
    const form = new URLSearchParams(Buffer.isBuffer(req.body) ? req.body.toString() : '')
    const { request } = read
    const answer = form.get('answer') ?? ''
    const error = Object.hasOwn(ERRORS, answer) ? ERRORS[answer] : undefined
    if (error != null) return goBack(res, urlWithError(request.back, error))
    if (answer !== 'allow') {
      return sendPage(res, brokenAnswerPage(400, 'The form has no answer that this page offers.'))
    }
    const choice = { username: form.get('user') ?? '', typed: form.get('username') ?? '' }
    const found = findOrMake(world, choice)
    if (!found.ok) return ask(world, res, { request, failed: { ...found, choice } })
    const given = form.getAll('scope')
    const scopes = request.scopes.filter((scope) => given.includes(scope))
    return allow(world, res, { request, user: found.user, scopes, choice })
  }
}

type Allowed = {
  request: AuthorizeRequest
  user: PiUser
  scopes: readonly SignInScope[]
  choice?: Choice
}

function allow(world: World, res: Response, { request, user, scopes, choice }: Allowed) {
  const opened = openSession(world, { app: request.app, user }, scopes)
  if (!opened.ok) {
    const { status, body } = opened.refusal
    const failed = { status, text: body.error_message, choice: choice ?? emptyChoice }
    return ask(world, res, { request, failed })
  }
  const { token_lifetime_ms: lifetimeMs } = world.settings
  goBack(res, urlWithToken(request.back, { token: opened.body.access_token, lifetimeMs }))
}

type Found = { ok: true; user: PiUser } | { ok: false; status: number; text: string }

/** The chosen user, or the one whose name was typed, who is made if there is none. */
function findOrMake(world: World, { username, typed }: Choice): Found {
  const isTyped = username === ''
  const name = isTyped ? typed : username
  const user = world.users.find(name)
  if (user != null) return { ok: true, user }
  if (!isTyped) return { ok: false, status: 404, text: `There is no user ${name} any more` }
  const parsed = usernameSchema.safeParse(name)
  if (!parsed.success) {
    return { ok: false, status: 400, text: `The username ${parsed.error.issues[0]?.message}` }
  }
  const made = makeUser(world, { username: parsed.data })
  if (made.ok) return made
  return { ok: false, status: made.refusal.status, text: made.refusal.body.error_message }
}

const STATUSES: Record<BodyRefusalKind, number> = {
  too_large: 413,
  unsupported_media_type: 415,
  malformed: 400,
  too_complex: 400,
}

const refuseBody: ErrorRequestHandler = (error, _req, res, next) => {
  if (!(error instanceof BodyRefusal) || res.headersSent) return next(error)
  sendPage(res, brokenAnswerPage(STATUSES[error.kind], `The answer was not read: ${error.reason}.`))
}
