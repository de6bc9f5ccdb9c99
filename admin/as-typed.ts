/**
 * The widgets for a day and for a whole number, which hand over what was typed as it was typed. Decap’s own (datetime 3.6, number 3.4) put something else in its
 * place: a year while it is being typed becomes one of the last century, and “12.50” becomes 12.
 */
import { Component, createElement, createRef } from 'react';

/** What stands in a new form for the day it is. */
export const today = '{{now}}';

/** The day on the calendar on the wall of whoever writes, `YYYY-MM-DD`, as Swedes write it. */
const dayHere = (): string => new Date().toLocaleDateString('sv-SE');

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
      value: value === today ? '' : value,
      onChange: ({ target }: { readonly target: HTMLInputElement }) => onChange(this.read(target.value)),
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
    return value < least ? `must be at least ${least}` : value > most ? `must be at most ${most}` : undefined;
  }
}

export const dayWidget = { name: 'day', controlComponent: DayControl };
export const wholeNumberWidget = { name: 'wholeNumber', controlComponent: WholeNumberControl };
