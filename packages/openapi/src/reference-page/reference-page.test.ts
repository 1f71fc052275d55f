import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { referencePage, type ReferencePageOptions } from './reference-page.ts'
import { digest, readVendoredScalar, scalar } from './vendored-scalar.ts'

const documents = [
  { title: 'Pi', slug: 'pi', url: '/openapi.json' },
  { title: 'Chain', slug: 'chain', url: '/openapi/chain.json' },
]

/** The configuration that the page gives to Scalar. */
function configurationOf(options: ReferencePageOptions) {
  const script = String(referencePage(options).files['/docs/init.js'].body)
  const json = /^Scalar\.createApiReference\('#reference', (.*)\)\n$/s.exec(script)?.[1]
  return JSON.parse(json ?? 'null')
}

test('the vendored script is the one that was reviewed', () => {
  expect(digest('sha256', gunzipSync(readVendoredScalar()), 'hex')).toBe(scalar.sha256)
})

test('M9: the policy allows scripts and connections only of the same server', () => {
  const { contentSecurityPolicy } = referencePage({ title: 'T', documents })
  const directives = contentSecurityPolicy.split('; ')
  expect(directives).toContain("default-src 'none'")
  expect(directives).toContain("script-src 'self'")
  expect(directives).toContain("connect-src 'self'")
  expect(contentSecurityPolicy).not.toMatch(/https?:|\*|unsafe-eval/)
})

test('M9: the page holds no inline script, and a title is text', () => {
  const title = `</title><script>alert('x')</script>&"`
  const html = String(referencePage({ title, documents }).files['/docs'].body)

  expect([...html.matchAll(/<script[^>]*>/g)].map(([tag]) => tag)).toEqual([
    '<script src="/docs/scalar.js">',
    '<script src="/docs/init.js">',
  ])
  expect(html).toContain(
    '<title>&#60;/title&#62;&#60;script&#62;alert(&#39;x&#39;)&#60;/script&#62;&#38;&#34;</title>',
  )
})

test('values of the configuration cannot end the script or break its lines', () => {
  const title = '</script>\u2028\u2029<!--'
  const script = String(referencePage({ title, documents }).files['/docs/init.js'].body)

  expect(script).not.toMatch(/[<>\u2028\u2029]/)
  expect(configurationOf({ title, documents }).title).toBe(title)
})

test('whatever would ask another host is off', () => {
  expect(configurationOf({ title: 'T', documents })).toMatchObject({
    withDefaultFonts: false,
    telemetry: false,
    agent: { disabled: true },
    mcp: { disabled: true },
    showDeveloperTools: 'never',
  })
})

test('each scheme gets its own credential, and no scheme is preferred', () => {
  const { authentication } = configurationOf({
    title: 'T',
    documents,
    authentication: { serverKey: 'k', accessToken: 't', apiKey: 'a' },
  })
  expect(authentication).toEqual({
    securitySchemes: {
      serverKey: { name: 'Authorization', in: 'header', value: 'Key k' },
      accessToken: { token: 't' },
      apiKey: { token: 'a' },
    },
  })
})

test('without credentials none is filled in', () => {
  const { authentication } = configurationOf({ title: 'T', documents })
  expect(authentication).toEqual({ securitySchemes: {} })
})

test('every document is there, the first one is shown first', () => {
  const { sources } = configurationOf({ title: 'T', documents })
  expect(sources).toEqual([
    { title: 'Pi', slug: 'pi', url: '/openapi.json', default: true },
    { title: 'Chain', slug: 'chain', url: '/openapi/chain.json', default: false },
  ])
})
