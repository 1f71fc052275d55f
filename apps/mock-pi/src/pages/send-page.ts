import type { Response } from 'express'
import { html, type Html } from './html.ts'
import { PAGE_STYLE, PAGE_STYLE_HASH } from './page-style.ts'

export type Page = {
  status: number
  title: string
  content: Html
  /** Directives besides `default-src 'none'`, our style, and that no page may frame this one. */
  policy?: readonly string[]
}

/** Sends a page that runs no script of others, is in no frame and is not kept. */
export function sendPage(res: Response, { status, title, content, policy = [] }: Page) {
  protectPage(res)
  const directives = [
    "default-src 'none'",
    `style-src ${PAGE_STYLE_HASH}`,
    // The empty icon.
    'img-src data:',
    "base-uri 'none'",
    "frame-ancestors 'none'",
    ...policy,
  ]
  res.setHeader('content-security-policy', directives.join('; '))
  res.setHeader('content-type', 'text/html; charset=utf-8')
  res.status(status).send(layOut(title, content).markup)
}

/** Headers of everything that a page of the mock may lead to: responses hold names and tokens. */
export function protectPage(res: Response) {
  res.setHeader('cache-control', 'no-store')
  // With no-referrer a form would send "Origin: null", which says nothing.
  res.setHeader('referrer-policy', 'same-origin')
  res.setHeader('x-frame-options', 'DENY')
  res.setHeader('cross-origin-resource-policy', 'same-origin')
}

/** One piece: a space more, and the hash of the policy is another one. */
const STYLE: Html = { markup: `<style>${PAGE_STYLE}</style>` }

function layOut(title: string, content: Html): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        ${STYLE}
      </head>
      <body>
        <header class="band">mock Pi: no real Pi is moved</header>
        ${content}
      </body>
    </html>`
}

/** At the end of each page. */
export const NOTICE = html`<p class="notice">Part of aloha-pi. Not affiliated with Pi Network.</p>`
