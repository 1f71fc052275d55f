import { html } from '../pages/html.ts'
import { NOTICE, type Page } from '../pages/send-page.ts'
import type { HostRequest } from './read-host-request.ts'

export const HOST_SCRIPT_PATH = '/host.js'

type Of<Kind extends HostRequest['kind']> = Extract<HostRequest, { kind: Kind }>

/** Frames the app. The script fills the frame once it listens to its messages. */
export function framePage({ url, app, size }: Of<'shown'>, prefix: string): Page {
  const other = size === 'phone' ? 'full' : 'phone'
  const query = new URLSearchParams({ app: url.href, size: other }).toString()
  const title = `${app.name} in the host of the mock`
  const content = html`<main class="host ${size}">
    <iframe
      name="mock-pi-host"
      title="${app.name}, at ${url.host}"
      allow="clipboard-read; clipboard-write"
    ></iframe>
    <section>
      <h1>${title}</h1>
      <p class="quiet">
        ${url.host} is in a frame, and this page responds to its messages as the Pi Browser does.
      </p>
      <div class="actions">
        <button id="switch-user" type="button">Switch user</button>
        <a class="button" href="${prefix}/host?${query}">Size: ${other}</a>
      </div>
      <h2>Messages</h2>
      <ol id="messages" class="messages" tabindex="0" aria-label="Messages, newest first"></ol>
      ${NOTICE}
    </section>
    <script
      src="${prefix}${HOST_SCRIPT_PATH}"
      data-app-url="${url.href}"
      data-app-id="${app.id}"
    ></script>
  </main>`
  return {
    status: 200,
    title: `${title}: mock Pi`,
    content,
    policy: [
      "script-src 'self'",
      "connect-src 'self'",
      `frame-src ${sourceOf(url)}`,
      "form-action 'none'",
    ],
  }
}

/** A policy cannot name an IPv6 address. */
function sourceOf({ hostname, protocol, origin }: URL): string {
  return hostname.startsWith('[') ? protocol : origin
}

/** Asks which app to frame, and says why one was refused. */
export function chooseAppPage(request: Of<'empty' | 'refused'>, prefix: string): Page {
  const title = 'Open an app in the host of the mock'
  const refused = request.kind === 'refused' ? request : undefined
  const content = html`<main>
    <h1>${title}</h1>
    <p class="quiet">
      The app is shown in a frame, as in the Pi Browser, and this mock responds to its messages.
    </p>
    ${
      refused &&
      html`<p class="alert" role="alert"><code>app</code> ${refused.rule}.</p>
        <p class="quiet">
          For its developer: <code>PATCH /_mock/apps/APP_ID</code> with <code>origins</code>
          registers an origin.
        </p>`
    }
    <form action="${prefix}/host">
      <label
        >URL of the app
        <input
          type="text"
          name="app"
          value="${refused?.given ?? ''}"
          placeholder="http://localhost:3000/"
          required
          autocomplete="off"
      /></label>
      <div class="actions"><button class="primary">Open</button></div>
    </form>
    ${NOTICE}
  </main>`
  return {
    status: refused == null ? 200 : 400,
    title: `${title}: mock Pi`,
    content,
    policy: ["form-action 'self'"],
  }
}
