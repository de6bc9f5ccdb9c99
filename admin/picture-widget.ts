/**
 * The widget for a picture: Decap’s own, which shows the picture once it has come. Decap asks for it once, is given nothing while it is on its way, and leaves
 * the place empty.
 */
import image from 'decap-cms-widget-image';
import { cloneElement } from 'react';

/** What Decap gives in the place of a file that is still on its way. */
export const onItsWay = 'empty.svg';

class PictureControl extends image.controlComponent {
  #waits = false;
  #times = 0;

  constructor(props: ConstructorParameters<typeof image.controlComponent>[0]) {
    super(props);
    const { renderImages } = this;
    this.renderImages = () => {
      const { getAsset, value, field } = this.props;
      this.#waits = typeof value === 'string' && value !== '' && getAsset(value, field).path === onItsWay;
      this.#times++;
      // With another key it is made anew, and asks again.
      return cloneElement(renderImages(), { key: this.#times });
    };
  }

  override shouldComponentUpdate(next: (typeof this)['props']): boolean {
    return super.shouldComponentUpdate(next) || (this.#waits && !next.isLoadingAsset);
  }
}

export const pictureWidget = { ...image.Widget(), controlComponent: PictureControl };
