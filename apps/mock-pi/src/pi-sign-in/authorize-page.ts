import { isLoopbackUri } from '@aloha-pi/contracts/control'
import type { PiApp } from '../apps/app-store.ts'
import { html, type Html } from '../pages/html.ts'
import { NOTICE, type Page } from '../pages/send-page.ts'
import type { PiUser } from '../users/user-store.ts'
import type { AuthorizeRequest, ReadRequest } from './read-authorize-request.ts'
import { SIGN_IN_SCOPES } from './sign-in-scopes.ts'

/** Beyond it a user is named in the text field. */
const MAX_LISTED = 100

export type Choice = { username: string; typed: string }

type Asked = {
  request: AuthorizeRequest
  users: readonly PiUser[]
  /** What was chosen before, when it could not be done, and why. */
  failed?: { status: number; text: string; choice: Choice }
}

/** Asks which user signs in, and what the app may read. Works without a script. */
export function consentPage({ request, users, failed }: Asked): Page {
  const { app, back, scopes } = request
  const title = `Sign in to ${app.name} with Pi`
  const content = html`<main>
    <h1>${title}</h1>
    <p class="quiet">
      ${app.name}, at ${new URL(back.redirectUri).origin}, wants to know who you are.
    </p>
    ${failed && html`<p class="alert" role="alert">${failed.text}</p>`}
    <form method="post">
      ${userFields(users, app, failed?.choice)} ${scopes.length > 0 && scopeFields(request)}
      ${notes(request)}
      <div class="actions">
        <button class="primary" name="answer" value="allow">Allow</button>
        <button name="answer" value="refuse">Refuse</button>
      </div>
      <details>
        <summary>What else can happen</summary>
        <div class="actions">
          <button name="answer" value="cancelled">Cancel before approving</button>
          <button name="answer" value="expired">Take too long</button>
          <button name="answer" value="server_error">Server error</button>
        </div>
      </details>
    </form>
    ${NOTICE}
  </main>`
  return {
    status: failed?.status ?? 200,
    title: `${title}: mock Pi`,
    content,
    policy: [`form-action 'self' ${sourcesOf(back.redirectUri)}`],
  }
}

/**
 * Browsers hold the redirects that follow a form against `form-action`, also those of the app itself: on this machine it
 * may go on to another of its ports. A policy cannot name an IPv6 address.
 */
function sourcesOf(redirectUri: string): string {
  const { origin, hostname, protocol } = new URL(redirectUri)
  if (hostname.startsWith('[')) return protocol
  if (!isLoopbackUri(redirectUri)) return origin
  const hosts = ['localhost:*', '127.0.0.1:*']
  return hosts.flatMap((host) => [`http://${host}`, `https://${host}`]).join(' ')
}

function userFields(users: readonly PiUser[], app: PiApp, choice: Choice | undefined): Html {
  const listed = users.slice(0, MAX_LISTED)
  const isTyped = choice?.username === '' && choice.typed !== ''
  const isListed = listed.some(({ username }) => username === choice?.username)
  const chosen = isTyped || isListed ? choice?.username : (listed[0]?.username ?? '')
  const radio = (value: string) =>
    html`<input type="radio" name="user" value="${value}" ${value === chosen && html`checked`} />`
  const rows = listed.map(
    ({ username, grants }) =>
      html`<label class="choice"
        >${radio(username)}<span>${username}</span>${
          grants.has(app.id) && html`<small>allowed before</small>`
        }</label
      >`,
  )
  return html`<fieldset>
    <legend>Sign in as</legend>
    <div class="choices">
      ${rows}<label class="choice">${radio('')}<span>Another user</span></label>
    </div>
    <label class="name"
      >Username; a new user is made if there is none
      <input
        type="text"
        name="username"
        value="${choice?.typed ?? ''}"
        autocomplete="off"
        pattern="[A-Za-z0-9_.\\-]{1,64}"
        title='1 to 64 letters, digits, "_", "." or "-"'
    /></label>
  </fieldset>`
}

/** Each scope can be left out: what an app gets is not always what it asked for. */
function scopeFields({ scopes }: AuthorizeRequest): Html {
  const rows = scopes.map(
    (scope) =>
      html`<label class="choice"
        ><input type="checkbox" name="scope" value="${scope}" checked /><span
          >${SIGN_IN_SCOPES[scope]}</span
        ><small>${scope}</small></label
      >`,
  )
  return html`<fieldset>
    <legend>The app may use</legend>
    <div class="choices">${rows}</div>
  </fieldset>`
}

/** For the app's developer. */
function notes({ otherScopes, isRegistered, back }: AuthorizeRequest): Html[] {
  return [
    ...(otherScopes.length === 0
      ? []
      : [
          html`<p class="quiet">
            Pi Sign-in does not grant: <code>${otherScopes.join(' ')}</code>
          </p>`,
        ]),
    ...(isRegistered
      ? []
      : [
          html`<p class="quiet">
            At Pi, <code>${back.redirectUri}</code> must be registered for the app. This mock takes
            any URL of this machine.
          </p>`,
        ]),
  ]
}

type Refused = Extract<ReadRequest, { kind: 'refused' }>

/** A request that names no known app, or a place that the browser must not be sent to: nothing leads there. */
export function refusalPage({ parameter, value, rule }: Refused): Page {
  const title = 'This app cannot sign you in'
  const content = html`<main>
    <h1>${title}</h1>
    <p class="alert"><code>${parameter}</code> ${rule}.</p>
    ${
      value !== '' &&
      html`<dl>
        <dt>Given</dt>
        <dd><code>${value}</code></dd>
      </dl>`
    }
    <p class="quiet">
      For its developer: <code>GET /_mock/apps</code> lists the client ids and redirect URIs of this
      mock; <code>PATCH /_mock/apps/APP_ID</code> with <code>redirect_uris</code> registers others.
    </p>
    ${NOTICE}
  </main>`
  return { status: 400, title: `${title}: mock Pi`, content, policy: ["form-action 'none'"] }
}

/** An answer that this page's form did not send. */
export function brokenAnswerPage(status: number, rule: string): Page {
  const title = 'This answer was not taken'
  const content = html`<main>
    <h1>${title}</h1>
    <p class="alert">${rule}</p>
    ${NOTICE}
  </main>`
  return { status, title: `${title}: mock Pi`, content, policy: ["form-action 'none'"] }
}
