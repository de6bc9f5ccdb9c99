/**
 * The widgets for a day, a whole number and an amount of money, which hand over what was typed as it was typed. Decap’s own (datetime 3.6, number 3.4) put something
 * else in its place: a year while it is being typed becomes one of the last century, and “12.50” becomes 12. It has none for money.
 */
import { Component, createElement, createRef } from 'react';
import { poundsAndPence, readPounds } from '../src/giving/pounds.ts';
import { poundsInWords } from '../src/money.ts';
import { dayHere, today } from './day-here.ts';

interface FieldProps {
  readonly value?: string | number;
  readonly field: { get(name: string): unknown };
  readonly forID: string;
  readonly classNameWrapper: string;
  readonly parentIds: readonly string[];
  readonly onChange: (value: string | number) => void;
  readonly setActiveStyle: () => void;
  readonly setInactiveStyle: () => void;
}

abstract class TypedControl extends Component<FieldProps> {
  readonly input = createRef<HTMLInputElement>();
  /** What is wrong with it, which no pattern could say; nothing, when all is well. */
  protected abstract refusal(): string | undefined;
  protected abstract readonly attributes: object;

  protected read(typed: string): string | number {
    return typed;
  }

  /** What stands in the box for the value. */
  protected written(value: string | number): string | number {
    return value;
  }

  // Decap takes it from the instance, and calls it by itself.
  readonly isValid = () => {
    const { field, parentIds } = this.props;
    const refusal = this.refusal();
    return refusal ? { error: { type: 'CUSTOM', parentIds, message: `${field.get('label')} ${refusal}.` } } : true;
  };

  override render() {
    const { value = '', field, forID, classNameWrapper, onChange, setActiveStyle, setInactiveStyle } = this.props;
    return createElement('input', {
      ref: this.input,
      id: forID,
      className: classNameWrapper,
      ...this.attributes,
      min: field.get('min'),
      max: field.get('max'),
      value: value === today ? '' : this.written(value),
      onChange: ({ target }: { readonly target: HTMLInputElement }) => {
        onChange(this.read(target.value));
        // “2.5” and “2.50” are one value: nobody else draws the box anew.
        this.forceUpdate();
      },
      onFocus: setActiveStyle,
      onBlur: setInactiveStyle,
    });
  }
}

class DayControl extends TypedControl {
  protected override readonly attributes = { type: 'date' };

  override componentDidMount() {
    if (this.props.value === today) this.props.onChange(dayHere());
  }

  protected override refusal() {
    return this.input.current?.validity.badInput
      ? 'must be a day that exists: its day, its month and its year'
      : undefined;
  }
}

class WholeNumberControl extends TypedControl {
  protected override readonly attributes = { inputMode: 'numeric', autoComplete: 'off' };

  protected override read(typed: string) {
    return /^-?\d+$/.test(typed.trim()) ? Number(typed) : typed;
  }

  protected override refusal() {
    const { value, field } = this.props;
    const [least, most] = [Number(field.get('min')), Number(field.get('max'))];
    if (typeof value !== 'number') return undefined;
    if (value < least) return `must be at least ${this.said(least)}`;
    return value > most ? `must be at most ${this.said(most)}` : undefined;
  }

  protected said(value: number): string {
    return `${value}`;
  }
}

/** Pounds for whoever types, pence for whoever reads the file. */
class PoundsControl extends WholeNumberControl {
  protected override readonly attributes = { inputMode: 'decimal', autoComplete: 'off' };
  #typed = '';

  protected override read(typed: string) {
    this.#typed = typed;
    return readPounds(typed) ?? typed;
  }

  protected override written(value: string | number) {
    if (typeof value !== 'number') return value;
    // “25.5” stays so while “25.50” is being typed.
    if (readPounds(this.#typed) === value) return this.#typed;
    return value % 100 === 0 ? value / 100 : poundsAndPence(value);
  }

  protected override said(value: number) {
    return poundsInWords(value);
  }
}

export const dayWidget = { name: 'day', controlComponent: DayControl };
export const poundsWidget = { name: 'pounds', controlComponent: PoundsControl };
export const wholeNumberWidget = { name: 'wholeNumber', controlComponent: WholeNumberControl };
