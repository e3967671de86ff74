import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** One small change of a source that a test must notice. */
export interface Mutant {
  readonly file: string;
  readonly line: number;
  readonly from: number;
  readonly to: number;
  /** What stands there instead. */
  readonly text: string;
  /** The change in a line. */
  readonly says: string;
}

/** A boundary is moved by its comparison, or by the number that is compared with. */
const COMPARISONS: Readonly<Record<string, readonly string[]>> = {
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
  '&&': ['||'],
  '||': ['&&'],
};

/** Every mutant of the rules in a file. */
export const mutantsOf = (file: string): Mutant[] => {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const mutants: Mutant[] = [];
  const add = (node: ts.Node, text: string): void => {
    const [from, to] = [node.getStart(), node.getEnd()];
    const { line } = source.getLineAndCharacterOfPosition(from);
    const says = `${source.text.slice(from, to)} → ${text}`;
    mutants.push({ file, line: line + 1, from, to, text, says });
  };
  const visit = (node: ts.Node): void => {
    // What is said, and the number of a version, is no rule.
    if (ts.isTemplateExpression(node) || (ts.isPropertyAssignment(node) && node.name.getText() === 'version'))
      return;
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return;
    if (ts.isBinaryExpression(node))
      for (const other of COMPARISONS[node.operatorToken.getText()] ?? []) add(node.operatorToken, other);
    // The bounds of a parameter only say what may be asked for.
    if (isCallOf(node, 'days')) return node.arguments.slice(0, 1).forEach(visit);
    if (ts.isNumericLiteral(node) && !isPlace(node)) {
      add(node, `(${Number(node.text) + 1})`);
      add(node, `(${Number(node.text) - 1})`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return mutants;
};

const isCallOf = (node: ts.Node, name: string): node is ts.CallExpression =>
  ts.isCallExpression(node) && node.expression.getText() === name;

/** The place of an element, or of a character, is no boundary. */
const isPlace = ({ parent }: ts.NumericLiteral): boolean =>
  ts.isElementAccessExpression(parent) ||
  isCallOf(parent, 'said') ||
  isMethod(parent, ['at', 'slice', 'indexOf']);

const isMethod = (node: ts.Node, names: readonly string[]): boolean => {
  if (ts.isPrefixUnaryExpression(node)) return isMethod(node.parent, names);
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  return names.includes(node.expression.name.text);
};

export const applied = (source: string, { from, to, text }: Mutant): string =>
  source.slice(0, from) + text + source.slice(to);
