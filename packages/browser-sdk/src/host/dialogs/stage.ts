import { STYLES } from './styles.ts'

const TAG = 'mock-pi-wallet'

/** Where the mock shows something: one element at the end of the page's body, with a shadow root. */
export type Stage = {
  /** Puts the node into the page; waits for the body. */
  add(node: Node): Promise<void>
}

export function createStage(): Stage {
  let root: ShadowRoot | undefined
  return {
    async add(node) {
      await bodyParsed()
      root ??= createRoot()
      // A page may have replaced all that its body held.
      if (!root.host.isConnected) document.body.append(root.host)
      root.append(node)
    },
  }
}

function createRoot(): ShadowRoot {
  if (customElements.get(TAG) == null) customElements.define(TAG, class extends HTMLElement {})
  // Open, so that tests of apps reach the dialogs.
  const root = document.createElement(TAG).attachShadow({ mode: 'open' })
  // Not a style element, which the content security policy of an app may forbid.
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(STYLES)
  root.adoptedStyleSheets = [sheet]
  return root
}

async function bodyParsed() {
  if (document.body != null && document.readyState !== 'loading') return
  await new Promise((resolve) =>
    document.addEventListener('DOMContentLoaded', resolve, { once: true }),
  )
}
