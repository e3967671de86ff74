import type { Flow } from '../../api/types.ts';
import { levels } from '../../levels/levels.ts';

// Two columns and not a network: step-ups make cycles, which a layered Sankey cannot draw. With both columns in order
// of intensity, a ribbon that falls is a step-down and one that rises is a step-up.

export const outside = 'none';

export interface FlowNode {
  key: string;
  total: number;
  y: number;
  height: number;
}
export interface Ribbon {
  flow: Flow;
  fromY: number;
  toY: number;
  thickness: number;
}
export interface FlowLayout {
  left: FlowNode[];
  right: FlowNode[];
  ribbons: Ribbon[];
  height: number;
}

const gap = 18;
const thinnest = 1.5;

const fromKey = (flow: Flow): string => flow.fromLevel ?? outside;
const toKey = (flow: Flow): string => flow.toLevel ?? outside;

export function layOutFlow(flows: readonly Flow[], bodyHeight: number): FlowLayout {
  const order = levels.map(({ id }): string => id);
  const leftOrder = [outside, ...order];
  const rightOrder = [...order, outside];
  const total = flows.reduce((sum, { count }) => sum + count, 0);
  const scale = total > 0 ? bodyHeight / total : 0;
  const left = column(leftOrder, flows, fromKey, scale);
  const right = column(rightOrder, flows, toKey, scale);
  const ribbons = connect(flows, left, right, leftOrder, rightOrder, scale);
  return { left, right, ribbons, height: Math.max(bottom(left), bottom(right)) };
}

function column(
  order: string[],
  flows: readonly Flow[],
  keyOf: (flow: Flow) => string,
  scale: number,
): FlowNode[] {
  let y = 0;
  return order.flatMap((key) => {
    const total = flows.filter((flow) => keyOf(flow) === key).reduce((sum, { count }) => sum + count, 0);
    if (total === 0) return [];
    const node = { key, total, y, height: Math.max(total * scale, thinnest) };
    y += node.height + gap;
    return [node];
  });
}

/** Ribbons leave and arrive in the order of their other end, so that they cross no more than they must. */
function connect(
  flows: readonly Flow[],
  left: FlowNode[],
  right: FlowNode[],
  leftOrder: string[],
  rightOrder: string[],
  scale: number,
): Ribbon[] {
  const leftY = new Map(left.map(({ key, y }) => [key, y]));
  const rightY = new Map(right.map(({ key, y }) => [key, y]));
  const place = (flow: Flow) => leftOrder.indexOf(fromKey(flow)) * 10 + rightOrder.indexOf(toKey(flow));
  return flows
    .toSorted((a, b) => place(a) - place(b))
    .map((flow) => {
      const size = flow.count * scale;
      const fromY = leftY.get(fromKey(flow)) ?? 0;
      const toY = rightY.get(toKey(flow)) ?? 0;
      leftY.set(fromKey(flow), fromY + size);
      rightY.set(toKey(flow), toY + size);
      return { flow, fromY, toY, thickness: Math.max(size, thinnest) };
    });
}

const bottom = (nodes: FlowNode[]): number => {
  const last = nodes.at(-1);
  return last ? last.y + last.height : 0;
};
