import type { Network } from '@aloha-pi/contracts/platform'
import type { Request, RequestHandler, Response } from 'express'
import { controlRefusal } from '../control/control-refusal.ts'
import { allowWebPages } from '../horizon/allow-web-pages.ts'
import { badField } from '../horizon/chain-input-refusal.ts'
import { chainProblem, sendProblem } from '../horizon/chain-refusal.ts'
import { apiOfPath } from '../http/api-of-path.ts'
import { adviseOnHost } from '../http/invented-hosts.ts'
import { CHAIN_HOSTS, isServedHost, nameAtPi, PLATFORM_HOST } from '../http/pi-hosts.ts'
import { describeRefusedHost } from '../http/refused-hosts.ts'
import { sendRefusal, type Refusal } from '../http/send-refusal.ts'
import { adviseOnPath } from '../platform/invented-endpoints.ts'
import { platformRefusal } from '../platform/platform-refusal.ts'
import { walletRefusal } from '../wallet-edge/wallet-refusal.ts'
import { refuseEndpoint } from './send-not-found.ts'
import { sendRpcError } from './send-rpc-error.ts'
import type { HostGuard } from './guard-host.ts'

const NO_HOST = { field: 'Host header', rule: 'is required' }

/** Turns away a request with a foreign Host or none. */
export function rejectForeignHost(judgeHost: HostGuard, network: Network): RequestHandler {
  return (req, res, next) => {
    if (req.headers.host == null) return refuseWithoutHost(req, res)
    switch (judgeHost(req.headers.host, req.path)) {
      case 'allowed':
        return next()
      case 'foreign':
        return refuseHost(req, res)
      case 'horizon-only':
        return sendProblem(res, {
          ...chainProblem('not_found'),
          rule: 'invented/platform_at_horizon',
        })
      case 'platform-only':
        return sendRefusal(res, noHorizon(req))
      case 'other-network':
        return refuseNetwork(req, res, network)
      case 'rpc':
        return sendRpcError(req, res, next)
    }
  }
}

/** The Platform responds in its own shape, for any path. */
function noHorizon({ method, path }: Request): Refusal {
  if (adviseOnPath(path) != null) return refuseEndpoint(method, path)
  const refusal = platformRefusal('not_found', 'invented/horizon_at_platform', {
    values: { method, path },
  })
  const chains = Object.entries(CHAIN_HOSTS).map(([network, host]) => `${host} (${network})`)
  refusal.body.error_message += ` ${PLATFORM_HOST} has only /v2: the blockchain is at ${chains.join(' or ')}.`
  return refusal
}

/** For web pages too, which may read both chains of Pi. */
function refuseNetwork(req: Request, res: Response, network: Network) {
  const { host = '' } = req.headers
  allowWebPages(req, res, () => sendProblem(res, wrongNetwork(network, host)))
}

/** Pi has a chain at both hosts; what was sent to the other one is not here, and should not seem so. */
function wrongNetwork(network: Network, host: string) {
  const detail = `${host} is not the host of "${network}", which is the network of this mock. Send the request to the host of this network, or start the mock with the other --network.`
  return { ...chainProblem('not_found', { detail }), rule: 'chain/other_network' }
}

/** HTTP/1.1 requires one; without it, links would lead nowhere. */
function refuseWithoutHost({ path }: Request, res: Response) {
  switch (apiOfPath(path)) {
    case 'platform': {
      const values = { reason: 'The request has no Host header.' }
      return sendRefusal(res, platformRefusal('invalid_request', 'request/no_host', { values }))
    }
    case 'control':
      return sendRefusal(res, controlRefusal('invalid_request', NO_HOST))
    case 'wallet':
      return sendRefusal(res, walletRefusal('invalid_request', NO_HOST))
    case 'chain':
      return sendProblem(res, badField('Host header', 'is required'))
  }
}

function refuseHost({ method, path, headers: { host = '' } }: Request, res: Response) {
  const values = { host: JSON.stringify(host) }
  const invented = adviseOnHost(host) != null
  const name = nameAtPi(host.replace(/:\d*$/, ''))
  // A served name is here only with a path that is not for it.
  const detail = name == null || isServedHost(name) ? undefined : describeRefusedHost(name)
  // A page that has Pi's addresses in it may read why this one leads nowhere.
  if (detail != null) res.setHeader('access-control-allow-origin', '*')
  switch (apiOfPath(path)) {
    case 'platform': {
      const refusal = invented
        ? platformRefusal('not_found', 'invented/host', { values: { method, path } })
        : platformRefusal('host_not_allowed', 'request/host', { values })
      if (invented) refusal.body.error_message += ` ${detail}`
      return sendRefusal(res, invented ? refusal : worded(refusal, detail))
    }
    case 'control':
      return sendRefusal(res, worded(controlRefusal('host_not_allowed', values), detail))
    case 'wallet':
      return sendRefusal(res, worded(walletRefusal('host_not_allowed', values), detail))
    case 'chain': {
      if (detail == null) return sendProblem(res, chainProblem('forbidden', { values }))
      if (!invented) return sendProblem(res, chainProblem('forbidden', { detail }))
      return sendProblem(res, { ...chainProblem('not_found', { detail }), rule: 'invented/host' })
    }
  }
}

function worded<Worded extends Refusal & { body: { error_message: string } }>(
  refusal: Worded,
  message: string | undefined,
): Refusal {
  if (message == null) return refusal
  return { ...refusal, body: { ...refusal.body, error_message: message } }
}
