import type { StreamEndpoint } from '../stream-types.ts'
import type { Contract, RouteEndpoint } from '../types.ts'

/** A route or a stream. */
export type Endpoint = RouteEndpoint | StreamEndpoint

/** Every endpoint of a contract with its names: `['personas', 'create']`. */
export function* endpointsOf(
  contract: Contract,
  names: readonly string[] = [],
): Generator<{ names: readonly string[]; endpoint: Endpoint }> {
  for (const [name, node] of Object.entries(contract)) {
    if (isEndpoint(node)) yield { names: [...names, name], endpoint: node }
    else yield* endpointsOf(node, [...names, name])
  }
}

function isEndpoint(node: Contract[string]): node is Endpoint {
  return '~bind' in node
}
