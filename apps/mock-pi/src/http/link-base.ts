import type { Network } from '@aloha-pi/contracts/platform'
import type { Request, Response } from 'express'
import { CHAIN_HOSTS, piHost, SDK_HOST } from './pi-hosts.ts'

/** The URL of the blockchain API as the caller of this response reaches it, without a slash at the end. */
export type LinkBase = (res: Response) => string

export type LinkOptions = {
  network: Network
  /** Where links lead, whatever was asked. */
  publicUrl: string | undefined
  /** Where the mock listens. */
  ownUrl: () => string
  /** Whether a proxy in front of the mock sets X-Forwarded-Proto. */
  trustForwardedProto: boolean
}

/** Links lead to the Host of the request, which the list of allowed hosts has let through. */
export function createLinkBase(options: LinkOptions): LinkBase {
  const { network, publicUrl, ownUrl, trustForwardedProto } = options
  return ({ req }) => {
    if (publicUrl != null) return publicUrl
    const { host = '' } = req.headers
    const name = host.replace(/:\d*$/, '')
    // A page hands the payment to its server, which is perhaps not redirected.
    if (name.toLowerCase() === SDK_HOST) return ownUrl()
    // A redirected program knows nothing of the mock.
    if (piHost(name) != null) return `https://${CHAIN_HOSTS[network]}`
    const scheme = trustForwardedProto ? forwardedProto(req) : 'http'
    return `${scheme}://${host.replace(/:$/, '')}`
  }
}

/** The first of several proxies is the one that the caller reached. */
function forwardedProto(req: Request): 'http' | 'https' {
  const [first = ''] = req.get('x-forwarded-proto')?.split(',') ?? []
  return first.trim().toLowerCase() === 'https' ? 'https' : 'http'
}

/** Reads a public URL: http or https, perhaps with a path. Otherwise returns the rule that it breaks. */
export function readPublicUrl(
  text: string,
): { ok: true; url: string } | { ok: false; rule: string } {
  const url = URL.parse(text)
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    return { ok: false, rule: 'must be a URL like https://pi.example' }
  }
  const plain = `${url.origin}${url.pathname}`
  return url.href === plain
    ? { ok: true, url: plain.replace(/\/+$/, '') }
    : { ok: false, rule: 'must not have a user, a query or a fragment' }
}
