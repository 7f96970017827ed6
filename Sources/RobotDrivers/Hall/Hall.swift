/// Index or speed from a Hall switch or any other pulse per revolution, by the times of its rising edges.
/// Source: Linux `include/uapi/linux/gpio.h` (`struct gpio_v2_line_event`).
///
/// A pulse train has no direction: the speed is a magnitude. Falling edges are not looked at, because the
/// width of a pulse says more about the switch's hysteresis than about the shaft.
public enum Hall {}
