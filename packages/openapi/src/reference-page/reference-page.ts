import type { SecuritySchemeName } from '../build/security.ts'
import { readVendoredScalar } from './vendored-scalar.ts'

/** A document that the page shows. */
export type ReferenceDocument = {
  /** Where the same server serves it; its `servers` should name only that server. */
  url: string
  /** In the switch between documents. */
  title: string
  /** Its part of the page's links, as `platform`. */
  slug: string
}

export type ReferencePageOptions = {
  title: string
  /** The first is shown first; the others by a switch. */
  documents: readonly ReferenceDocument[]
  /** Credentials to fill in for try-it, without `Key` or `Bearer`. Anybody who opens the page reads them. */
  authentication?: Partial<Record<SecuritySchemeName, string>>
  /** What the server puts before the paths of the page. */
  prefix?: string
}

export type ReferencePageFile = {
  contentType: string
  contentEncoding?: 'gzip'
  body: string | Uint8Array
}

export type ReferencePage = {
  /** To be sent with each of the files. */
  contentSecurityPolicy: string
  files: Record<'/docs' | '/docs/init.js' | '/docs/scalar.js', ReferencePageFile>
}

/** The API reference as three files for any server. The page asks no other host for anything. */
export function referencePage(options: ReferencePageOptions): ReferencePage {
  return {
    contentSecurityPolicy,
    files: {
      '/docs': { contentType: 'text/html; charset=utf-8', body: htmlOf(options) },
      '/docs/init.js': { contentType: JAVASCRIPT, body: initScriptOf(options) },
      '/docs/scalar.js': {
        contentType: JAVASCRIPT,
        contentEncoding: 'gzip',
        body: readVendoredScalar(),
      },
    },
  }
}

const JAVASCRIPT = 'text/javascript; charset=utf-8'

// Scalar writes its own style elements.
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

// Tables of error codes: Scalar breaks their words anywhere, and squeezes them into the one-line summary too.
const customCss =
  '.scalar-app .markdown :is(th, td) { word-break: normal; padding: 6px 10px } ' +
  '.scalar-app .markdown-summary table { display: none !important }'

function htmlOf({ title, prefix = '' }: ReferencePageOptions): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${escapeHtml(title)}</title>
    <link rel="icon" href="data:,">
  </head>
  <body>
    <div id="reference"></div>
    <noscript>This page needs JavaScript. The document itself is JSON.</noscript>
    <script src="${escapeHtml(prefix)}/docs/scalar.js"></script>
    <script src="${escapeHtml(prefix)}/docs/init.js"></script>
  </body>
</html>
`
}

/** A separate file: the policy allows no inline script. */
function initScriptOf({ title, documents, authentication = {} }: ReferencePageOptions): string {
  const configuration = {
    sources: documents.map((each, place) => ({ ...each, default: place === 0 })),
    title,
    // No fonts, telemetry, proxy, assistant or developer tools: each would ask another host.
    withDefaultFonts: false,
    telemetry: false,
    agent: { disabled: true },
    mcp: { disabled: true },
    showDeveloperTools: 'never',
    hideClientButton: true,
    documentDownloadType: 'direct',
    customCss,
    defaultHttpClient: { targetKey: 'shell', clientKey: 'curl' },
    // No preferredSecurityScheme: it would send one credential to every operation.
    authentication: { securitySchemes: prefilled(authentication) },
  }
  return `Scalar.createApiReference('#reference', ${encodeForScript(configuration)})\n`
}

function prefilled({
  serverKey,
  accessToken,
  apiKey,
}: NonNullable<ReferencePageOptions['authentication']>) {
  return {
    ...(serverKey != null && {
      serverKey: { name: 'Authorization', in: 'header', value: `Key ${serverKey}` },
    }),
    ...(accessToken != null && { accessToken: { token: accessToken } }),
    ...(apiKey != null && { apiKey: { token: apiKey } }),
  }
}

/** JSON that stays JSON wherever a script may be: no `</script>`, no line separators of old JavaScript. */
function encodeForScript(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
